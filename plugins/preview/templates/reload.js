// Reloads the page after each build, and says when a build failed. Only the preview knows this file.
(function () {
  "use strict";
  var script = document.currentScript;
  var stamp = script.dataset.stamp;
  var always = "always" in script.dataset;
  var asked = null;
  var known = false;
  if (window.parent !== window) return; // the page around the frame waits for both

  // Only articles and issues name an author.
  var isText = document.querySelector("meta[name=author]") && !always;

  // A browser keeps six connections to one address: tabs in the background must not hold them all.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && asked) asked.abort();
    else ask();
  });
  window.addEventListener("pagehide", function () { if (asked) asked.abort(); });
  window.addEventListener("pageshow", ask);
  ask();

  function ask() {
    if (document.hidden || asked) return;
    var mine = asked = new AbortController();
    fetch("/_preview/reload" + (known ? "?stamp=" + encodeURIComponent(stamp) : ""),
      { signal: mine.signal, cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (status) { asked = null; show(status); ask(); })
      .catch(function () {
        if (asked === mine) asked = null;
        setTimeout(ask, 1000);
      });
  }

  function show(status) {
    var fresh = status.stamp !== stamp;
    known = true;
    stamp = status.stamp;
    if (isText) offer(status.beside);
    if (fresh && (always || !status.failed)) {
      if (document.dispatchEvent(new CustomEvent("built", { cancelable: true }))) location.reload();
    } else if (status.failed && !always) warn(status);
  }

  function offer(words) {
    var place = document.createElement("aside");
    var link = place.appendChild(document.createElement("a"));
    isText = false;
    link.id = "preview-beside";
    link.href = "/_preview/beside?page=" + encodeURIComponent(location.pathname);
    link.textContent = words;
    // In a narrow window it would cover what is read.
    link.style.cssText = (window.innerWidth < 600 ? "display:inline-block;margin:12px;"
      : "position:fixed;z-index:2147483646;right:12px;bottom:12px;")
      + "padding:8px 14px;border:1px solid var(--vermilion);background:var(--paper);"
      + "color:var(--vermilion);font:15px/1.5 system-ui,sans-serif";
    window.addEventListener("beforeprint", function () { place.hidden = true; });
    window.addEventListener("afterprint", function () { place.hidden = false; });
    document.body.appendChild(place);
  }

  function warn(status) {
    var bar = document.getElementById("preview-problems") || document.createElement("aside");
    bar.id = "preview-problems";
    bar.setAttribute("role", "alert");
    bar.style.cssText = "position:fixed;z-index:2147483647;left:0;right:0;bottom:0;max-height:40vh;"
      + "overflow:auto;padding:12px 20px;background:var(--vermilion);color:var(--paper);"
      + "font:15px/1.5 system-ui,sans-serif";
    bar.textContent = "";
    [status.heading].concat(status.problems).forEach(function (line, index) {
      var part = document.createElement(index ? "div" : "strong");
      part.textContent = line;
      bar.appendChild(part);
    });
    document.body.appendChild(bar);
    var link = document.getElementById("preview-beside");
    if (link) link.style.bottom = bar.offsetHeight + 12 + "px";
  }
})();
