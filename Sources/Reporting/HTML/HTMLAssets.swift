// SPDX-License-Identifier: MIT

/// The style sheet and the script of the page; without the script nothing is missing but the search.
enum HTMLAssets {
  static let style = rules + widths

  /// Widths in percent as classes: a strict policy forbids style attributes.
  private static let widths = (0...100).map { ".w\($0){width:\($0)%}" }.joined() + "\n"

  private static let rules = """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--card:#f6f8fa;--rule:#d0d7de;--good:#0b6b3a;\
    --goodbg:#e3f5ea;--bad:#a40e26;--badbg:#fde8ea;--warn:#7a4b00;--warnbg:#fff3d6;--quiet:#eaeef2;--link:#0550ae;--fill:#3b6ea5}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4b0;--paper:#0d1117;--card:#161b22;--rule:#30363d;\
    --good:#6fdd8b;--goodbg:#0f2d1c;--bad:#ff8d92;--badbg:#3c1418;--warn:#f2c265;--warnbg:#33270a;--quiet:#21262d;--link:#79b8ff;--fill:#6ea8e0}}
    *{box-sizing:border-box}html{scroll-padding-top:3.5rem}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    a{color:var(--link);text-underline-offset:2px}.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);z-index:3;padding:4px}
    header{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--rule);padding:.5rem max(1rem,calc(50vw - 34rem));display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline}
    h1{font-size:1rem;margin:0}nav{display:flex;flex-wrap:wrap;gap:.1rem .9rem;font-size:.88rem}
    main{max-width:70rem;margin:0 auto;padding:1rem}section{margin:0 0 2.2rem}
    h2{font-size:1.2rem;margin:0 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}h4{font-size:.92rem;margin:.6rem 0 .2rem}
    .note{color:var(--soft);margin:.1rem 0 .7rem}small{color:var(--soft);font-weight:400;font-size:.86em}
    code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
    .strip{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr))}
    .card{background:var(--card);border:1px solid var(--rule);border-left-width:5px;border-radius:8px;padding:.7rem .9rem;min-width:0;overflow-wrap:anywhere}
    .card h2{font-size:.95rem;margin:0;font-weight:600}.card .word{font-size:1.3rem;font-weight:650;margin:.15rem 0 .4rem;line-height:1.25}
    .card.good{border-left-color:var(--good)}.card.good .word{color:var(--good)}.card.bad{border-left-color:var(--bad)}.card.bad .word{color:var(--bad)}
    .bar{display:flex;height:8px;border-radius:4px;overflow:hidden;background:var(--quiet)}.bar span{min-width:2px}
    .bar .s-pass{background:var(--good)}.bar .s-fail,.bar .s-err,.bar .s-unx{background:var(--bad)}.bar .s-exp,.bar .s-unt{background:var(--warn)}.bar .s-uns,.bar .s-not{background:var(--rule)}
    .counts{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem .9rem;margin:.45rem 0 0;padding:0;font-size:.88rem}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.4rem 0}
    th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--rule);vertical-align:top;font-weight:400}thead th{color:var(--soft);font-size:.84rem;white-space:nowrap}
    .num{text-align:right;font-variant-numeric:tabular-nums}.matrix td,.cases td{white-space:nowrap;font-variant-numeric:tabular-nums}
    td.good,td.s-pass{color:var(--good);background:var(--goodbg)}td.bad,td.s-fail,td.s-err,td.s-unx{color:var(--bad);background:var(--badbg);font-weight:600}
    td.soft,td.s-exp,td.s-unt{color:var(--warn);background:var(--warnbg)}td.none,td.s-uns,td.s-not{color:var(--soft)}
    td small{color:inherit;opacity:.85}
    .cases,.environment{width:100%}.cases th[scope=row]{min-width:15rem;overflow-wrap:anywhere}tr:target{outline:2px solid var(--link)}
    details>summary{cursor:pointer;padding:.15rem 0}.feature>summary{font-weight:600;padding:.4rem 0;border-bottom:1px solid var(--rule)}
    .cause{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.4rem .8rem;margin:.45rem 0;overflow-wrap:anywhere}
    .links{columns:18rem;font-size:.88rem;margin:.3rem 0;padding-left:1.1rem}.problems{color:var(--bad)}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.4rem 0}dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
    .detail{font-size:.92rem;background:var(--card);border-radius:6px;padding:.5rem .7rem;white-space:normal}
    .wrongbar{display:inline-block;vertical-align:middle;width:6rem;height:6px;background:var(--quiet);border-radius:3px;margin-left:.6rem;overflow:hidden}.wrongbar span{display:block;height:100%;background:var(--bad)}
    .meter{min-width:8rem}.meter span{display:block;height:8px;background:var(--fill);border-radius:4px;margin-top:.4rem}
    .charts{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr))}figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.7rem}
    svg{width:100%;height:auto;display:block}svg text{font-size:11px;text-anchor:middle;fill:var(--ink)}svg .axis{fill:var(--soft)}svg .fill{fill:var(--fill)}svg .bad{fill:var(--bad)}
    .map{display:inline-block;max-width:100%;margin:.4rem 0 0;padding:.5rem}.map svg{width:auto;max-width:100%}.map pre{font-size:.8rem;margin:.3rem 0;overflow-x:auto}
    .h0{fill:var(--quiet)}.h1{fill:var(--good);fill-opacity:.45}.h2{fill:var(--warn);fill-opacity:.6}.h3{fill:var(--bad);fill-opacity:.6}.h4{fill:var(--bad)}
    svg.margin{width:180px;min-width:180px;display:inline-block}
    svg .edge{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:4 3}figcaption{font-size:.85rem;color:var(--soft);margin-top:.3rem}
    .filter{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center}.filter[hidden]{display:none}input[type=search]{font:inherit;padding:.25rem .5rem;border:1px solid var(--rule);border-radius:6px;background:var(--paper);color:var(--ink)}
    @media (max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}header{position:static}.cases th[scope=row]{min-width:11rem}html{scroll-padding-top:0}}
    @media print{header,.filter{display:none}details{break-inside:avoid}body{font-size:11px}.scroll{overflow:visible}}
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}

    """

  static let script = """
    (function(){"use strict";
    var filter=document.querySelector(".filter"),find=document.getElementById("find"),only=document.getElementById("only"),found=document.getElementById("found");
    var rows=Array.prototype.slice.call(document.querySelectorAll(".cases tbody tr"));
    var features=Array.prototype.slice.call(document.querySelectorAll("details.feature"));
    var opened=features.map(function(f){return f.open});
    filter.hidden=false;
    function apply(){
      var text=find.value.trim().toLowerCase(),wrong=only.checked,shown=0;
      rows.forEach(function(row){
        var hide=(wrong&&!row.classList.contains("wrong"))||(text&&row.cells[0].textContent.toLowerCase().indexOf(text)<0);
        row.hidden=hide;if(!hide)shown++;
      });
      features.forEach(function(feature,index){
        var any=feature.querySelector("tbody tr:not([hidden])");
        feature.hidden=!any;feature.open=text||wrong?!!any:opened[index];
      });
      found.textContent=text||wrong?shown+" of "+rows.length+" cases":"";
    }
    find.addEventListener("input",apply);only.addEventListener("change",apply);
    function reveal(){
      var name="";try{name=decodeURIComponent(location.hash.slice(1))}catch(e){return}
      var target=name&&document.getElementById(name);
      if(!target)return;
      for(var box=target;box;box=box.parentElement)if(box.tagName==="DETAILS")box.open=true;
      var inner=target.querySelector&&target.querySelector("details");if(inner&&target.tagName==="TR")inner.open=true;
      target.scrollIntoView();
    }
    addEventListener("hashchange",reveal);reveal();
    addEventListener("beforeprint",function(){document.querySelectorAll("details.feature").forEach(function(f){f.open=true})});
    })();

    """
}
