// The lines of a text area, drawn behind it: they give it its height, and show where problems are.

export function lined(area) {
  const sheet = document.createElement("div");
  let shown = [];
  sheet.className = "lines";
  sheet.ariaHidden = "true";
  area.before(sheet);
  area.addEventListener("input", draw);
  draw();
  return { marked, reveal, lineAt };

  // Only what has changed is drawn again: a long text is a thousand lines.
  function draw() {
    const lines = area.value.split("\n"), most = Math.min(lines.length, shown.length);
    let same = 0, after = 0;
    while (same < most && lines[same] === shown[same]) same++;
    while (after < most - same && lines.at(-1 - after) === shown.at(-1 - after)) after++;
    const gone = [...sheet.children].slice(same, shown.length - after);
    const next = sheet.children[shown.length - after] ?? null;
    gone.forEach((line) => line.remove());
    for (const words of lines.slice(same, lines.length - after))
      sheet.insertBefore(document.createElement("div"), next).textContent = words || "\u200b";
    shown = lines;
  }

  function marked(levels) {
    [...sheet.children].forEach((line, place) => (line.className = levels[place + 1] ?? ""));
  }

  function lineAt(at = area.selectionStart) {
    return area.value.slice(0, at).split("\n").length;
  }

  // Puts the cursor on a line; without one, only shows where it is.
  function reveal(line) {
    if (line) {
      const start = shown.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
      area.focus({ preventScroll: true });
      area.setSelectionRange(start, start + (shown[line - 1] ?? "").length);
    }
    sheet.children[lineAt() - 1]?.scrollIntoView({ block: "nearest" });
  }
}
