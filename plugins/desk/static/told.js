// What the check says: a list whose buttons lead to its lines, and a message under each field.

import { button } from "./offering.js";

export function telling(part, lines, { say, repair }) {
  const list = part.querySelector(".told"), count = part.querySelector(".told-count");
  const fieldOf = ({ field }) => field && part.querySelector(`[name$=".head.${field}"]`);

  tell({ problems: [...list.children].map(drawn), body_line: Number(part.dataset.first) });
  return tell;

  function tell({ problems, body_line: first }) {
    const lineOf = ({ line, field, path }) => (field || path ? 0 : Math.max(0, line - first + 1));
    const levels = {};
    for (const problem of problems) levels[lineOf(problem)] ??= problem.level;
    lines.marked(levels);
    for (const field of part.querySelectorAll("[aria-invalid]")) field.ariaInvalid = null;
    for (const place of part.querySelectorAll(".field-told")) place.replaceChildren();
    list.replaceChildren(...problems.map((problem) => item(problem, lineOf(problem))));
    count.textContent = say(problems.length ? "problems" : "fine", { number: problems.length });
  }

  function item(problem, line) {
    const entry = document.createElement("li"), field = fieldOf(problem);
    entry.className = problem.level;
    if (line) entry.append(button(say("line", { line }), () => lines.reveal(line)), " ");
    if (field) entry.append(button(nameOf(field), () => show(field)), " ");
    if (problem.path) entry.append(`${problem.path}: `);
    entry.append(problem.text);
    if (problem.repair) entry.append(" ", button(
      say(problem.repair.adds ? "accept" : "write", problem.repair), () => repair(problem.repair)));
    if (field) mark(field, problem);
    return entry;
  }
}

// A problem as the page was drawn with it.
const drawn = ({ className: level, lastChild: { textContent: text }, dataset }) =>
  ({ ...dataset, level, text, line: +dataset.line, repair: JSON.parse(dataset.repair ?? "null") });

function mark(field, { text, level }) {
  if (level === "error") typedIn(field).ariaInvalid = "true";
  const said = Object.assign(document.createElement("p"), { className: level, textContent: text });
  document.getElementById(`${field.id}-told`).append(said);
}

function show(field) {
  field.closest("details")?.setAttribute("open", "");
  typedIn(field).focus();
}

const nameOf = (field) => typedIn(field).labels[0].textContent.trim();

// Keys are chosen in a field beside the one that holds them.
const typedIn = (field) =>
  (field.hidden ? document.getElementById(field.id.replace(".head.", ".add.")) : field);
