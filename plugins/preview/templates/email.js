// Lays each new state of an email's page over the one that is shown: its frames keep their places.
(function () {
  "use strict";
  var asked = 0;

  document.addEventListener("built", function (event) {
    event.preventDefault();
    show(location.href, true);
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("#choices a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    show(link.href, false);
  });
  window.addEventListener("popstate", function () { show(location.href, false); });
  document.getElementById("email").addEventListener("load", function () { open(this); });
  open(document.getElementById("email"));
  lead(document.getElementById("email"));

  function show(address, built) {
    var mine = ++asked;
    fetch(address, { cache: "no-store" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html");
        if (mine !== asked) return;
        if (fresh.getElementById("beside")) lay(fresh, built);
        else location.reload(); // the email is gone, and the server says why
      })
      .catch(function () {}); // the server has ended; the script that waits for it asks again
  }

  function lay(fresh, built) {
    var focused = document.activeElement.id;
    document.title = fresh.title;
    document.querySelectorAll("[data-follows]").forEach(function (part) {
      part.replaceWith(fresh.getElementById(part.id));
    });
    document.getElementById("beside").className = fresh.getElementById("beside").className;
    ["email", "page"].forEach(function (id) {
      follow(document.getElementById(id), fresh.getElementById(id), built);
    });
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
  }

  function follow(frame, fresh, built) {
    var shown = frame.dataset.shown || frame.getAttribute("src");
    var wanted = frame.dataset.shown = fresh.getAttribute("src");
    var led = frame.dataset.at !== fresh.dataset.at;
    frame.className = fresh.className;
    frame.title = fresh.title;
    if (led) frame.dataset.at = fresh.dataset.at;
    try {
      if (wanted !== shown) turn(frame, wanted);
      else if (built) again(frame);
      else if (led) lead(frame);
    } catch (error) { // somebody else's page, to which a link of ours led
      frame.src = wanted;
    }
  }

  function turn(frame, wanted) {
    if (new URL(wanted, location).pathname === frame.contentWindow.location.pathname) keep(frame);
    frame.contentWindow.location.replace(wanted);
  }

  function again(frame) {
    keep(frame);
    frame.contentWindow.location.reload();
  }

  function keep(frame) {
    if (frame.place) return; // it is loading, and not yet where it was
    frame.place = [frame.contentWindow.scrollX, frame.contentWindow.scrollY];
    frame.addEventListener("load", function () {
      frame.contentWindow.scrollTo(frame.place[0], frame.place[1]);
      frame.place = null;
    }, { once: true });
  }

  // Links lead out of an email, as from a mail program, unless they lead to a place in it.
  function open(frame) {
    frame.contentDocument.querySelectorAll("a:not([href^='#'])").forEach(function (link) {
      link.target = "_blank";
    });
  }

  // To the article whose page is beside it: its title is a heading that leads there.
  function lead(frame) {
    var page = frame.contentDocument;
    if (page.readyState !== "complete" || page.URL === "about:blank")
      return frame.addEventListener("load", function () { lead(frame); }, { once: true });
    Array.prototype.some.call(page.querySelectorAll("h2 a"), function (link) {
      var found = link.pathname === frame.dataset.at;
      if (found) frame.contentWindow.scrollBy(0, link.getBoundingClientRect().top - 48);
      return found;
    });
  }
})();
