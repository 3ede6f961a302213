// Search the edition: the form asks Pagefind’s index, the address keeps what was asked.

const form = document.querySelector("form.search");
const results = document.getElementById("results");
const status = results.querySelector("[role=status]");
const list = results.querySelector("ol");
const more = results.querySelector("button");
const lang = document.documentElement.lang;

const FIELDS = ["q", "category", "year"];
const PAGE = 10;
const PAUSE = 300; // milliseconds without a key that end a word

// The index holds plain apostrophes, and a space beside each Chinese character.
const BESIDE = /(?<=\p{sc=Han})(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])(?=\p{sc=Han})/gu;
const BETWEEN = /(?<=\p{sc=Han}(?:<\/mark>)?) (?=(?:<mark>)?\p{sc=Han})/gu;
const ELIDED = /(?<!\p{L})\p{L}{1,2}'(?=\p{L}{2})/gu; // “l'accord” finds “d'accord” too
const STRAY = /^[\s.,:;!?»)]+|[\s.,:;(«]+$/g; // what the ends of an excerpt were cut off from
const WORD = /\p{sc=Han}|[\p{L}\p{N}]+/gu;
const RAISED = /\u2060([^\u2060<]+)\u2060/g; // as the index has what the page has in <sup>
const NARROW = / (?=[:;!?»])|(?<=«) /g;

let index;
let found = [];
let turn = 0; // an answer that comes after the next question is dropped
let timer;

function query(words) {
  const plain = words.replaceAll("’", "'").replace(ELIDED, "");
  const spaced = plain.replace(BESIDE, " ");
  return /^\p{sc=Han}+$/u.test(plain) ? `"${spaced}"` : spaced; // a phrase: the order counts
}

function letters(text) {
  const plain = text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
  return plain.normalize("NFD").replace(/[\p{M}\u2060]/gu, "").match(WORD) ?? [];
}

// For “arbitral”, which no text has, Pagefind offers every text with the word “a”.
function meant({ excerpt, meta }, words) {
  const marks = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].flatMap(([, mark]) => letters(mark));
  const asked = letters(query(words));
  const seen = marks.length ? marks : letters(meta.title);
  return !asked.length || seen.some((mark) => asked.some((word) => near(mark, word)));
}

function near(mark, word) {
  let same = 0;
  while (same < word.length && mark[same] === word[same]) same += 1;
  return same >= Math.max(Math.min(3, word.length), word.length / 2);
}

function typeset(excerpt) {
  const text = excerpt.replace(BETWEEN, "").replaceAll("</mark><mark>", "").replaceAll("'", "’");
  const set = text.replace(STRAY, "").replace(NARROW, "\u00a0").replace(RAISED, "<sup>$1</sup>");
  return `${marked(set)}…`;
}

function marked(html) {
  return /^(zh|ja|ko)/.test(lang) ? html
    : html.replace(/\p{sc=Han}+/gu, '<span lang="zh-Hans">$&</span>');
}

function tell(name, words = "", number = 0) {
  const text = name && results.querySelector(`[data-words=${name}]`).content.textContent;
  const said = text.replace("#", new Intl.NumberFormat(lang).format(number));
  status.textContent = words ? said.replace("…", () => words) : said;
}

function item({ url, meta, excerpt }) {
  const node = results.querySelector("[data-result]").content.cloneNode(true);
  const link = node.querySelector("a");
  link.textContent = meta.shown;
  link.innerHTML = marked(link.innerHTML);
  link.href = url;
  node.querySelector(".entry__date").textContent = meta.day;
  node.querySelector(".entry__summary").innerHTML = typeset(excerpt);
  return node;
}

async function show() {
  const mine = turn;
  const shown = list.childElementCount;
  const next = await Promise.all(found.slice(shown, shown + PAGE).map((one) => one.data()));
  if (mine !== turn) return;
  list.append(...next.map(item));
  list.hidden = !list.childElementCount;
  more.parentElement.hidden = list.childElementCount >= found.length;
  if (shown) list.children[shown].querySelector("a").focus();
}

async function search() {
  const mine = ++turn;
  const words = form.q.value.trim();
  const filters = {};
  for (const name of FIELDS.slice(1)) if (form[name].value) filters[name] = form[name].value;
  found = [];
  if (words) tell("busy");
  try {
    const answer = words ? await index.search(query(words), { filters }) : { results: [] };
    if (mine !== turn) return;
    const best = await Promise.all(answer.results.slice(0, PAGE).map((one) => one.data()));
    if (mine !== turn) return;
    found = best.some((one) => meant(one, words)) ? answer.results : [];
    list.replaceChildren();
    await show();
    if (mine === turn) say(words);
  } catch {
    if (mine === turn) tell("failed");
  }
}

function say(words) {
  if (!words) tell("");
  else if (!found.length) tell("none", words);
  else tell(new Intl.PluralRules(lang).select(found.length), words, found.length);
}

function read() {
  const asked = new URLSearchParams(location.search);
  for (const name of FIELDS) form[name].value = asked.get(name) ?? "";
  for (const select of form.querySelectorAll("select")) if (select.selectedIndex < 0) select.value = "";
  search();
}

function write(step) {
  clearTimeout(timer);
  const asked = new URLSearchParams();
  for (const name of FIELDS) if (form[name].value.trim()) asked.set(name, form[name].value.trim());
  const address = location.pathname + (String(asked) && `?${asked}`);
  if (address !== location.pathname + location.search) history[step](null, "", address);
  search();
}

async function start() {
  form.hidden = false;
  try {
    const { createInstance } = await import(`${form.dataset.index}pagefind.js`);
    // In the page itself: a worker would need a policy of its own.
    index = createInstance({ baseUrl: form.dataset.base, noWorker: true });
  } catch {
    form.hidden = true;
    tell("failed");
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write("pushState");
  });
  form.q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE, "replaceState");
  });
  for (const select of form.querySelectorAll("select")) {
    select.addEventListener("change", () => write("pushState"));
  }
  more.addEventListener("click", show);
  addEventListener("popstate", read);
  read();
}

start();
