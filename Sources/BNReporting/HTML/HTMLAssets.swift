// SPDX-License-Identifier: MIT

/// The style sheet and the script of the page; without the script nothing is missing but the search.
enum HTMLAssets {
  static let style = rules + widths

  /// Widths in percent as classes: a strict policy forbids style attributes.
  private static let widths = (0...100).map { ".w\($0){width:\($0)%}" }.joined() + "\n"

  private static let rules = """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--card:#f6f8fa;--rule:#d0d7de;--good:#0b6b3a;\
    --goodbg:#e3f5ea;--bad:#a40e26;--badbg:#fde8ea;--warn:#7a4b00;--warnbg:#fff3d6;--quiet:#eaeef2;--link:#0550ae;--fill:#3b6ea5}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4b0;--paper:#0d1117;--card:#161b22;--rule:#30363d;\
    --good:#6fdd8b;--goodbg:#0f2d1c;--bad:#ff8d92;--badbg:#3c1418;--warn:#f2c265;--warnbg:#33270a;--quiet:#21262d;--link:#79b8ff;--fill:#6ea8e0}}
    *{box-sizing:border-box}html{scroll-padding-top:3.5rem}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
    body{margin:0;overflow-wrap:break-word;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    a{color:var(--link);text-underline-offset:2px}.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);z-index:5;padding:4px}
    header{position:sticky;top:0;z-index:4;background:var(--paper);border-bottom:1px solid var(--rule);padding:.5rem max(1rem,calc(50vw - 34rem));display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline}
    h1{font-size:1rem;margin:0}nav{display:flex;flex-wrap:wrap;gap:.1rem .9rem;font-size:.88rem}
    main{max-width:70rem;margin:0 auto;padding:1rem}section{margin:0 0 2.2rem}
    h2{font-size:1.2rem;margin:0 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}h4{font-size:.92rem;margin:.6rem 0 .2rem}
    .note{color:var(--soft);margin:.1rem 0 .7rem}small{color:var(--soft);font-weight:400;font-size:.86em}
    code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
    .strip{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr))}
    .card{background:var(--card);border:1px solid var(--rule);border-left-width:5px;border-radius:8px;padding:.7rem .9rem;min-width:0;overflow-wrap:anywhere}
    .card h2{font-size:.95rem;margin:0;font-weight:600}.card .word{font-size:1.15rem;font-weight:650;margin:.15rem 0 .4rem;line-height:1.25}
    .card .likely,.card .claim{margin:0 0 .45rem;font-size:.92rem}
    .card.good{border-left-color:var(--good)}.card.good .word{color:var(--good)}.card.bad{border-left-color:var(--bad)}.card.bad .word{color:var(--bad)}
    .bar{display:flex;height:8px;border-radius:4px;overflow:hidden;background:var(--quiet)}.bar span{min-width:2px}
    .bar .s-pass{background:var(--good)}.bar .s-fail,.bar .s-err,.bar .s-unx{background:var(--bad)}.bar .s-exp,.bar .s-unt,.bar .s-opt{background:var(--warn)}.bar .s-uns,.bar .s-not{background:var(--rule)}
    .counts{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem .9rem;margin:.45rem 0 0;padding:0;font-size:.88rem}
    .tiles{list-style:none;margin:0;padding:0;display:grid;gap:.3rem;grid-template-columns:repeat(auto-fill,minmax(min(16.5rem,100%),1fr));font-size:.88rem}
    .tiles li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 .3rem;padding:.25rem .5rem;min-width:0;overflow-wrap:anywhere;border-radius:6px;background:var(--card);font-variant-numeric:tabular-nums}.tiles b,.tiles .bad span{font-weight:600}small.bad{color:var(--bad)}small.soft{color:var(--warn)}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.4rem 0}
    th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--rule);vertical-align:top;font-weight:400}thead th{color:var(--soft);font-size:.84rem;white-space:nowrap}
    .num{text-align:right;font-variant-numeric:tabular-nums}.matrix td,.cases td{white-space:nowrap;font-variant-numeric:tabular-nums}
    td.good,li.good,td.s-pass{color:var(--good);background:var(--goodbg)}td.bad,li.bad,td.s-fail,td.s-err,td.s-unx{color:var(--bad);background:var(--badbg)}td.bad,td.s-fail,td.s-err,td.s-unx{font-weight:600}
    td.soft,li.soft,span.soft,td.s-exp,td.s-unt,td.s-opt{color:var(--warn);background:var(--warnbg)}td.none,li.none,td.s-uns,td.s-not{color:var(--soft)}
    td small,.tiles small{color:inherit;font-weight:400}
    .cases,.environment{width:100%}.cases th[scope=row]{min-width:15rem;overflow-wrap:anywhere}.cases tbody:target{outline:2px solid var(--link);outline-offset:-2px}
    .cases tbody[id] tr:first-child:not(:last-child)>*{border-bottom:0;padding-bottom:.1rem}.cases td.more{white-space:normal;padding-top:0;font-size:.94em}.more>details{position:sticky;left:.6rem;max-width:min(66rem,100vw - 4rem)}.more>details>summary{color:var(--soft);overflow-wrap:anywhere}
    .matrix th[scope=row],.traits th[scope=row]{position:sticky;left:0;background:var(--paper)}
    details>summary{cursor:pointer;padding:.15rem 0}.feature>summary{font-weight:600;padding:.4rem 0;border-bottom:1px solid var(--rule)}
    .cause{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.4rem .8rem;margin:.45rem 0;overflow-wrap:anywhere}
    .links li,.note,td small,caption{overflow-wrap:anywhere}.links{columns:18rem;font-size:.88rem;margin:.3rem 0;padding-left:1.1rem}.problems{color:var(--bad)}
    dl{display:grid;grid-template-columns:fit-content(14rem) 1fr;gap:.25rem 1rem;margin:.4rem 0}dt{color:var(--soft);overflow-wrap:anywhere}dd{margin:0;min-width:0;overflow-wrap:anywhere}
    .command{user-select:all}.detail+.detail{margin-top:-.6rem}.detail{grid-template-columns:11rem 1fr;font-size:.92rem;background:var(--card);border-radius:6px;padding:.5rem .7rem;white-space:normal}
    .wrongbar{display:inline-block;vertical-align:middle;width:6rem;height:6px;background:var(--quiet);border-radius:3px;margin-left:.6rem;overflow:hidden}.wrongbar span{display:block;height:100%;background:var(--bad)}.wrongbar.soft span{background:var(--warn)}
    .cases th.cause-of{color:var(--soft);padding-top:.7rem;font-weight:600}.closest th[scope=row]{overflow-wrap:anywhere}.meter{min-width:8rem}.meter span{display:block;height:8px;background:var(--fill);border-radius:4px;margin-top:.4rem}
    .charts{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));margin-bottom:1rem}figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.7rem}
    svg{width:100%;max-width:32rem;height:auto;display:block}svg text{font-size:11px;text-anchor:middle;fill:var(--ink)}svg .axis{fill:var(--soft)}svg .fill{fill:var(--fill)}svg .bad{fill:var(--bad)}svg .soft{fill:var(--warn)}svg .start{text-anchor:start}svg .end{text-anchor:end}svg .then{fill:var(--soft)}svg .grid{stroke:var(--rule);stroke-width:1}.charts svg text{font-size:12px}
    .map{width:fit-content;max-width:100%;margin:.4rem 0 0;padding:.5rem}.map svg{width:auto;max-width:100%}.keys{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem .8rem;margin:.3rem 0 0;padding:0;font-size:.85rem;color:var(--soft)}.map svg.key{display:inline-block;width:12px;height:12px;vertical-align:-1px}.map figcaption{max-width:34rem}.map pre{font-size:.8rem;margin:.3rem 0;overflow-x:auto}
    .h0{fill:var(--quiet)}.h1{fill:var(--good);fill-opacity:.45}.h2{fill:var(--warn);fill-opacity:.4}.h3{fill:var(--warn);fill-opacity:.85}.h4{fill:var(--bad);fill-opacity:.6}.h5{fill:var(--bad)}
    svg.margin{width:180px;min-width:180px;display:inline-block}
    svg .edge{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3}figcaption{font-size:.85rem;color:var(--soft);margin-top:.3rem}
    .filter{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center;margin:0 0 .6rem}.filter[hidden]{display:none}.filter select{max-width:100%}input[type=search],select{font:inherit;padding:.25rem .5rem;border:1px solid var(--rule);border-radius:6px;background:var(--paper);color:var(--ink)}
    @media (max-width:34rem){thead th{white-space:normal;overflow-wrap:anywhere;min-width:4rem}dl,.detail{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}header{position:static}.cases th[scope=row]{min-width:9rem}.matrix td,.cases td{white-space:normal}.cases td{min-width:5.2rem}.many th[scope=row]{position:sticky;left:0;background:var(--paper);max-width:11rem}.meter{min-width:4rem}html{scroll-padding-top:0}th,td{padding:.3rem .4rem}}
    @media print{:root{color-scheme:light}html{font-size:70%}.matrix td,.cases td{white-space:normal}svg.margin{width:110px;min-width:110px}header,.skip,.filter{display:none}.card,figure,tr{break-inside:avoid}*{print-color-adjust:exact}.matrix th[scope=row],.traits th[scope=row]{position:static}details{break-inside:avoid}body{font-size:1rem}.scroll{overflow:visible}}
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}

    """

  static let script = """
    (function(){"use strict";
    function all(query,root){return Array.prototype.slice.call((root||document).querySelectorAll(query))}
    function by(id){return document.getElementById(id)}
    var filter=document.querySelector(".filter"),find=by("find"),show=by("show"),whose=by("whose"),order=by("order"),found=by("found");
    var place=by("features-of-cases"),features=all("details.feature"),opened=features.map(function(f){return f.open});
    function share(cell){
      var text=(cell.textContent.match(/share (.+)/)||[])[1];
      return !text?0:text==="∞"?Infinity:parseFloat(text)||0;
    }
    var rows=all(".cases tbody").map(function(body,index){
      var cells=all("tr:first-child td",body);
      return{body:body,index:index,name:body.querySelector("th").textContent.toLowerCase(),
        feature:features.indexOf(body.closest(".feature")),
        kinds:cells.map(function(cell){return cell.className}),shares:cells.map(share)};
    });
    rows.forEach(function(row){row.share=Math.max.apply(null,row.shares)});
    var wrong={"s-fail":1,"s-opt":1,"s-err":1,"s-unx":1,"s-not":1};
    function shows(row){
      var kind=show.value,one=whose&&whose.value?+whose.value-1:-1;
      function any(test){return one<0?row.kinds.some(test):test(row.kinds[one],one)}
      switch(kind){
      case "wrong":return one<0?row.body.classList.contains("wrong"):any(function(k){return wrong[k]});
      case "near":return any(function(k,i){return row.shares[i]>0.5});
      case "unsupported":return any(function(k){return k==="s-uns"});
      case "differ":
        if(one<0)return row.kinds.some(function(k){return k!==row.kinds[0]});
        return row.kinds.some(function(k,i){return i!==one&&k!==row.kinds[one]});
      default:return any(function(k){return k!=="none"});
      }
    }
    function apply(){
      var text=find.value.trim().toLowerCase(),shown=0,isCut=text||show.value||whose&&whose.value;
      var counts=features.map(function(){return 0});
      rows.forEach(function(row){
        var hide=text&&row.name.indexOf(text)<0||!shows(row);
        row.body.hidden=hide;if(!hide){shown++;counts[row.feature]++}
      });
      features.forEach(function(feature,index){
        feature.hidden=!counts[index];feature.open=isCut?!!counts[index]&&(shown<=200||index===counts.findIndex(Boolean)):opened[index];
      });
      found.textContent=isCut?shown+" of "+rows.length+" cases":"";
    }
    function sort(){
      var worst=features.map(function(){return 0}),isByShare=order.value==="share";
      rows.forEach(function(row){if(row.share>worst[row.feature])worst[row.feature]=row.share});
      function compare(a,b){return isByShare&&a.share!==b.share?(a.share<b.share?1:-1):a.index-b.index}
      rows.slice().sort(compare).forEach(function(row){row.body.parentElement.appendChild(row.body)});
      features.map(function(feature,index){return{feature:feature,index:index,share:worst[index]}})
        .sort(compare).forEach(function(item){place.appendChild(item.feature)});
    }
    if(filter){
      filter.hidden=false;
      find.addEventListener("input",apply);
      [show,whose].forEach(function(control){if(control)control.addEventListener("change",apply)});
      order.addEventListener("change",sort);
      filter.addEventListener("submit",function(event){event.preventDefault()});
    }
    function reveal(){
      var name="";try{name=decodeURIComponent(location.hash.slice(1))}catch(e){return}
      var target=name&&by(name);
      if(!target)return;
      if(target.hidden&&filter){filter.reset();apply()}
      for(var box=target;box;box=box.parentElement)if(box.tagName==="DETAILS")box.open=true;
      var inner=target.tagName==="TBODY"&&target.querySelector("details");if(inner)inner.open=true;
      target.scrollIntoView();
    }
    addEventListener("hashchange",reveal);reveal();
    addEventListener("beforeprint",function(){features.forEach(function(f){f.open=!f.hidden})});
    })();

    """
}
