// Gives each frame the height of its email.
(function () {
  "use strict";
  document.querySelectorAll("iframe").forEach(function (frame) {
    function fit() {
      var page = frame.contentDocument && frame.contentDocument.documentElement;
      if (page) frame.height = page.scrollHeight + 2;
    }
    frame.addEventListener("load", fit);
    fit();
  });
})();
