// SPDX-License-Identifier: MIT
// What a page looks like to somebody who cannot see it: read by check.py inside the page.
(function () {
  "use strict";
  function all(query, root) { return Array.from((root || document).querySelectorAll(query)); }
  function name(element) {
    var text = (element.textContent || "").trim().slice(0, 40);
    return element.tagName.toLowerCase() + (element.id ? "#" + element.id.slice(0, 40) : "") +
      (element.getAttribute("class") ? "." + element.getAttribute("class") : "") + " “" + text + "”";
  }
  function isSeen(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  }
  function style(element) { return getComputedStyle(element); }

  // Every run of visible text with the boxes of its lines.
  function texts() {
    var found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), node;
    while ((node = walker.nextNode())) {
      var parent = node.parentElement;
      if (!node.data.trim() || parent.closest("script,style,option,.skip") || !isSeen(parent)) continue;
      var range = document.createRange();
      range.selectNodeContents(node);
      Array.from(range.getClientRects()).forEach(function (box) {
        if (box.width > 0.5 && box.height > 0.5) found.push({ element: parent, node: node, box: box });
      });
    }
    return found;
  }

  function overlaps(found) {
    var told = [], open = [];
    found.slice().sort(function (a, b) { return a.box.top - b.box.top; }).forEach(function (one) {
      open = open.filter(function (other) { return other.box.bottom - 2 > one.box.top; });
      open.forEach(function (other) {
        if (other.node === one.node) return;
        var wide = Math.min(other.box.right, one.box.right) - Math.max(other.box.left, one.box.left);
        var high = Math.min(other.box.bottom, one.box.bottom) - one.box.top;
        if (wide > 1.5 && high > 2) told.push(name(other.element) + " and " + name(one.element));
      });
      open.push(one);
    });
    return told;
  }

  // Text that something cuts off, or that lies outside of its picture or of the document.
  function clipped(found) {
    var told = [], width = document.documentElement.clientWidth;
    found.forEach(function (one) {
      var picture = one.element.closest("svg"), scrolls = false;
      if (picture) {
        var frame = picture.getBoundingClientRect();
        if (one.box.left < frame.left - 1 || one.box.right > frame.right + 1 ||
          one.box.top < frame.top - 1 || one.box.bottom > frame.bottom + 1) told.push("out of its picture: " + name(one.element));
      }
      for (var box = one.element; box && box !== document.body; box = box.parentElement) {
        var look = style(box), ways = look.overflowX + " " + look.overflowY;
        if (/auto|scroll/.test(ways)) { scrolls = true; break; }
        if (/hidden|clip/.test(ways) && box.tagName.toLowerCase() !== "svg") {
          var edge = box.getBoundingClientRect();
          if (one.box.right > edge.right + 1 || one.box.bottom > edge.bottom + 1 || one.box.left < edge.left - 1) {
            told.push("cut off: " + name(one.element));
          }
        }
      }
      if (!scrolls && (one.box.right > width + 1 || one.box.left < -1)) told.push("beside the page: " + name(one.element));
    });
    return told;
  }

  function channels(color) {
    var numbers = color.match(/[\d.]+/g).map(Number);
    return numbers.length < 4 ? numbers.concat(1) : numbers;
  }
  function over(top, below) {
    return [0, 1, 2].map(function (i) { return top[i] * top[3] + below[i] * (1 - top[3]); }).concat(1);
  }
  function background(element) {
    var layers = [];
    for (var box = element; box; box = box.parentElement) {
      var color = channels(style(box).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    var dark = matchMedia("(prefers-color-scheme:dark)").matches;
    return layers.reverse().reduce(function (below, top) { return over(top, below); }, dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  }
  function brightness(color) {
    var linear = color.slice(0, 3).map(function (value) {
      value /= 255;
      return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
  function contrast(element) {
    var back = background(element), look = style(element);
    var front = channels(element.closest("svg") ? look.fill : look.color);
    for (var box = element; box; box = box.parentElement) front[3] *= Number(style(box).opacity);
    var lights = [brightness(over(front, back)), brightness(back)].sort(function (a, b) { return b - a; });
    return (lights[0] + 0.05) / (lights[1] + 0.05);
  }
  function faint(found) {
    var told = {}, least = 21;
    found.forEach(function (one) {
      var ratio = contrast(one.element);
      least = Math.min(least, ratio);
      if (ratio < 4.5) told[name(one.element)] = ratio.toFixed(2);
    });
    return { told: Object.entries(told).slice(0, 8), least: least };
  }
  function tiny(found) {
    var told = [];
    found.forEach(function (one) {
      var scale = 1, picture = one.element.closest("svg");
      if (picture && picture.viewBox.baseVal.width) scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
      var size = parseFloat(style(one.element).fontSize) * scale;
      if (size < 9) told.push(size.toFixed(1) + "px: " + name(one.element));
    });
    return told;
  }

  window.bnconformPage = {
    look: function () {
      var found = texts(), root = document.documentElement, dim = faint(found);
      return {
        texts: found.length, overlaps: overlaps(found).slice(0, 8), clipped: clipped(found).slice(0, 8),
        faint: dim.told, least: dim.least, tiny: tiny(found).slice(0, 8), overflow: root.scrollWidth - root.clientWidth,
        scrolling: all(".scroll").filter(function (box) { return box.scrollWidth > box.clientWidth + 1; }).map(name).slice(0, 5)
      };
    },
    unfold: function () { all("details").forEach(function (box) { box.open = true; }); },
    links: function () {
      var ids = new Set(all("[id]").map(function (element) { return element.id; }));
      return {
        ids: ids.size, withId: all("[id]").length, count: all("a[href]").length,
        broken: all("a[href]").filter(function (link) {
          return link.getAttribute("href")[0] !== "#" || !ids.has(decodeURIComponent(link.getAttribute("href").slice(1)));
        }).map(function (link) { return link.getAttribute("href").slice(0, 80); })
      };
    },
    sections: function () { return all("main > section").map(function (part) { return part.id; }); },
    controls: function () {
      return all("a[href],input,select,button,summary").filter(isSeen).length;
    },
    focus: function () {
      var element = document.activeElement;
      if (!element || element === document.body) return null;
      var look = style(element), box = element.getClientRects()[0] || element.getBoundingClientRect();
      var top = document.elementFromPoint(box.left + Math.min(box.width / 2, 12), box.top + box.height / 2);
      var known = element.dataset.seen === "yes";
      element.dataset.seen = "yes";
      return {
        name: name(element), again: known, isControl: element.matches("a[href],input,select,button,summary"),
        ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
        covered: !(top && (element.contains(top) || top.contains(element))) ? (top ? name(top) : "out of sight") : ""
      };
    },
    rows: function () {
      return all(".cases tbody").filter(function (body) { return !body.closest("[hidden]"); }).map(function (body) {
        return { id: body.id, name: body.querySelector("code").textContent, wrong: body.classList.contains("wrong"),
          kinds: all("tr:first-child td", body).map(function (cell) { return cell.className; }),
          text: body.querySelector("tr").textContent };
      });
    }
  };
})();
