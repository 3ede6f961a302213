// What each button makes of a text: pure functions, which know no page.
//
// A text is { value, start, end }, its words and what is selected. An edit is { from, to, words,
// start, end }: what is replaced, by which words, and what is selected afterwards.

const ITEM = /^( *)([-*+]|\d{1,3}\.) +/;
const RULE = /^ *([-*_])(?: *\1){2,} *$/;
const NOTE = /\[\^([^\]\n]+)\]/g;
const DEFINITION = /^\[\^([^\]\n]+)\]:[ \t]?.*(?:\n(?:[ \t]*\n)*(?: {4}|\t).*)*/gm;
const LATIN = /[\p{Script=Latin}\p{N}’'-]/u;
const STEP = "    ";

const lineStart = (value, at) => value.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (value, at) => (value.indexOf("\n", at) + 1 || value.length + 1) - 1;
const to = (at) => ({ from: at, to: at, words: "", start: at, end: at });

// The word in which the cursor stands, if it is of letters; what is selected without its spaces.
function wordOf({ value, start, end }) {
  if (start === end) {
    while (start && LATIN.test(value[start - 1])) start--;
    while (end < value.length && LATIN.test(value[end])) end++;
  }
  while (start < end && /\s/.test(value[start])) start++;
  while (start < end && /\s/.test(value[end - 1])) end--;
  return [start, end];
}

// Bold is two stars and italic is one: three are both.
const emphasized = (size) => (text) => {
  const { value } = text;
  let [start, end] = wordOf(text), stars = 0;
  while (end - start > 1 && value[start] === "*" && value[end - 1] === "*") start++, end--;
  while (value[start - stars - 1] === "*" && value[end + stars] === "*") stars++;
  const has = size === 2 ? stars >= 2 : stars % 2, inner = value.slice(start, end);
  const sign = has ? "" : "*".repeat(size), cut = has ? size : 0, from = start - cut;
  return { from, to: end + cut, words: sign + inner + sign,
           start: from + sign.length, end: from + sign.length + inner.length };
};

// Changes whole lines: all that are touched by what is selected.
const onLines = (change) => ({ value, start, end }) => {
  const from = lineStart(value, start);
  const last = end > start && value[end - 1] === "\n" ? end - 1 : lineEnd(value, end);
  const words = change(value.slice(from, last).split("\n")).join("\n");
  const caret = Math.max(from, from + words.length - (last - end));
  return { from, to: last, words,
           start: start === end ? caret : from, end: start === end ? caret : from + words.length };
};

const heading = (signs) => onLines((lines) => {
  const has = lines.every((line) => line.startsWith(`${signs} `));
  return lines.map((line) => (has ? "" : `${signs} `) + line.replace(/^#{1,6} +/, ""));
});

// Lines as items, blank ones between them left alone; items of this kind as lines again.
const list = (isOurs, sign) => onLines((lines) => {
  const full = (line) => line.trim() || lines.length === 1;
  const has = lines.filter(full).every((line) => isOurs(ITEM.exec(line)?.[2]));
  let number = 0;
  return lines.map((line) => (full(line)
    ? line.replace(/^ */, (gap) => (ITEM.test(line) ? gap : gap + "\0 "))
      .replace(/^( *)(?:\0|[-*+]|\d{1,3}\.) +/, (_, gap) => gap + (has ? "" : sign(++number)))
    : line));
});

const quotation = onLines((lines) => {
  const has = lines.every((line) => line.startsWith(">"));
  return lines.map((line) => (has ? line.replace(/^> ?/, "") : line ? `> ${line}` : ">"));
});

// A block of its own in the place of what is selected, `start` to `end` of it selected.
function block({ value, start: from, end: until }, words, start = words.length, end = start) {
  const above = value.slice(0, from), below = value.slice(until);
  const gap = (newlines) => "\n".repeat(Math.max(0, 2 - newlines.length));
  const before = above.trim() ? gap(/\n*$/.exec(above)[0]) : "";
  const after = below.trim() ? gap(/^\n*/.exec(below)[0]) : "";
  return { from, to: until, words: before + words + after,
           start: from + before.length + start, end: from + before.length + end };
}

// The selected lines as a box of what one must know; an empty box if there are none.
function facts(text) {
  const lines = text.value.slice(text.start, text.end).split("\n").filter((line) => line.trim());
  const items = (lines.length ? lines : [""]).map((line) => `${STEP}- ${line.replace(ITEM, "")}`);
  return block(text, `!!! facts\n\n${items.join("\n")}`);
}

// A mark where the cursor is, and the cursor in its note; in a note, back to the mark.
function note({ value, start, end }) {
  const notes = [...value.matchAll(DEFINITION)];
  const inside = (found) => found.index <= start && start <= found.index + found[0].length;
  const own = notes.find(inside);
  const marks = [...value.matchAll(NOTE)].filter(({ index }) =>
    !notes.some((found) => found.index === index));
  if (own) {
    const mark = marks.find((found) => found[1] === own[1]);
    return mark ? to(mark.index + mark[0].length) : null;
  }
  const at = marks.find(inside), known = at && notes.find((found) => found[1] === at[1]);
  if (known) return to(known.index + known[0].length);
  const last = notes.at(-1), place = last ? last.index + last[0].length : value.trimEnd().length;
  const number = 1 + Math.max(0, ...marks.concat(notes).map(({ 1: name }) => parseInt(name) || 0));
  const mark = `[^${number}]`, written = `${last ? "\n" : "\n\n"}${mark}: `;
  if (place < end) {
    const caret = place + written.length;
    return { from: place, to: end, words: written + value.slice(place, end) + mark,
             start: caret, end: caret };
  }
  const words = mark + value.slice(end, place) + written, caret = end + words.length;
  return { from: end, to: place, words, start: caret, end: caret };
}

export function table(text, rows, columns) {
  const row = (cell) => `|${cell.repeat(columns)}`;
  return block(text, [row("  |"), row("---|"), ...Array(rows - 1).fill(row("  |"))].join("\n"), 2);
}

export const selected = ({ value, start, end }) => value.slice(start, end);

const encoded = (address) =>
  address.replace(/[ ()]/g, (sign) => `%${sign.charCodeAt().toString(16)}`);

const linked = (words, address) => `[${words.replace(/[[\]]/g, "\\$&")}](${encoded(address)})`;

export function link({ start, end }, words, address) {
  const written = linked(words || address, address), caret = start + written.length;
  return { from: start, to: end, words: written, start: caret, end: caret };
}

// A form stands where a link to it is alone; in a sentence it stays a link.
export const form = (text, words, name) => (selected(text)
  ? link(text, words, `{form}${name}`) : block(text, linked(words, `{form}${name}`)));

export const inserted = block;

// Enter goes on with the list, the quotation or the indent of a line; in an empty one, it ends it.
export function entered({ value, start, end }) {
  const from = lineStart(value, start), line = value.slice(from, lineEnd(value, start));
  const [lead, gap, sign = "", space = ""] =
    /^( *(?:> ?)*)(?:([-*+]|\d{1,3}\.)( +))?/.exec(line);
  if (start !== end || !lead || start < from + lead.length || RULE.test(line)) return null;
  if (line.trimEnd() === lead.trimEnd()) { // without an empty line, what follows were of the item
    const words = /(?:^|\n)\n$|^$/.test(value.slice(0, from)) ? "" : "\n", caret = from + words.length;
    return { from, to: start, words, start: caret, end: caret };
  }
  const next = /\d/.test(sign) ? `${parseInt(sign) + 1}.` : sign;
  const words = `\n${gap}${next}${space}`, caret = start + words.length;
  return { from: start, to: end, words, start: caret, end: caret };
}

export const MARKS = {
  heading: heading("##"), subheading: heading("###"), bold: emphasized(2), italic: emphasized(1),
  bulleted: list((sign) => /^[-*+]$/.test(sign), () => "- "),
  numbered: list((sign) => /\d/.test(sign), (number) => `${number}. `),
  deeper: onLines((lines) => lines.map((line) => (line ? STEP + line : line))),
  shallower: onLines((lines) => lines.map((line) => line.replace(/^ {1,4}/, ""))),
  quotation, facts, note,
};
