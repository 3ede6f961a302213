// Check the page’s forms and send them in the background: whatever happens, what was typed stays.
// Without this script the browser sends them by itself, and the same answers come as pages.
{
  const PATIENCE = 30000; // milliseconds
  const NAMES = ["id", "for", "href", "aria-describedby", "aria-labelledby"];

  // Where most mistyped addresses were meant for, and their look-alikes that are right.
  const DOMAINS = `gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.fr live.com
    live.fr yahoo.com yahoo.fr icloud.com orange.fr wanadoo.fr laposte.net free.fr sfr.fr
    qq.com 163.com 126.com sina.com foxmail.com mail.com email.com ymail.com`.split(/\s+/);

  // What breaks a rule of the declaration, as in the receiver.
  const BREAKS = {
    damaged: (value, _, typed) => /[\0\ufffd\p{Cs}]/u.test(typed),
    missing: (value) => !value,
    long: (value, most) => [...value].length > most,
    short: (value, least) => [...value].length < least,
    shape: (value, shape) => !new RegExp(`^(?:${shape})$`, "iu").test(value),
    pattern: (value, pattern) => !new RegExp(`^(?:${pattern})$`, "u").test(value),
  };

  // Nobody agrees without a new act, and what is for machines is nobody’s.
  const UNKEPT = "[data-unkept]";

  const origin = new URL(document.currentScript.src).origin;

  const words = (form, kind) =>
    form.querySelector(`[data-words=${kind}]`).content.cloneNode(true);

  // Another origin would have to allow it: there, the browser sends the form by itself.
  const isHome = (form) =>
    new URL(form.getAttribute("action"), location).origin === location.origin
    && location.origin === origin;

  const isBox = (field) => field.matches("[type=checkbox], [type=radio]");

  const typedIn = (part) =>
    part.querySelector("[name]:not([type=checkbox], [type=radio]), input:checked")?.value ?? "";

  // A value as the receiver keeps it.
  const clean = (typed, inLines) => (inLines
    ? typed.replace(/[^\P{Cc}\n\t]/gu, "")
    : typed.replace(/\s+/g, " ").replace(/[^\P{C}\u200c\u200d]/gu, "")).normalize("NFC").trim();

  function faultOf(part) {
    const typed = typedIn(part), value = clean(typed, part.querySelector("textarea"));
    const rule = [...part.querySelectorAll("[data-rule]")].find(({ dataset }) =>
      BREAKS[dataset.rule](value, dataset.limit, typed));
    const words = (text) => text.replace("{length}", [...value].length);
    return rule && { said: words(rule.dataset.said), summed: words(rule.content.textContent) };
  }

  function mark(part, fault) {
    const first = part.querySelector("[name]"), id = `${first.id}-error`;
    const field = part.matches("fieldset") ? part : first;
    const told = (field.getAttribute("aria-describedby") ?? "").split(" ");
    const notes = told.filter((note) => note && note !== id).concat(fault ? id : []);
    part.querySelector(".form__error")?.remove();
    part.classList.toggle("form__field--wrong", Boolean(fault));
    field.setAttribute("aria-invalid", Boolean(fault));
    field.setAttribute("aria-describedby", notes.join(" "));
    if (!fault) return;
    const place = words(first.form, "fault").firstElementChild;
    place.id = id;
    place.append(fault.said);
    (part.querySelector(".form__help") ?? part.querySelector(".form__label")).after(place);
  }

  // A firm’s own templates may be older than this script: then the receiver checks alone.
  const isChecked = (form) => form.querySelector("[data-words=summary]") !== null;

  function entitle(form, isWrong) {
    if (!isChecked(form)) return;
    const word = `${words(form, "fault").textContent.trim()} `;
    document.title = (isWrong ? word : "") + document.title.replace(word, "");
  }

  // All at once: a summary with links, which takes the focus, and each fault beside its field.
  function isRight(form) {
    if (!isChecked(form)) return true;
    const summary = words(form, "summary"), wrong = [];
    for (const part of form.querySelectorAll(".form__field")) {
      const fault = part.hidden ? undefined : faultOf(part);
      mark(part, fault);
      if (fault) wrong.push([part, fault]);
    }
    form.querySelector(".form__summary")?.remove();
    entitle(form, wrong.length > 0);
    for (const [part, { summed }] of wrong) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `#${part.querySelector("[name]").id}`;
      link.append(summed);
      item.append(link);
      summary.querySelector("ul").append(item);
      part.closest("details")?.toggleAttribute("open", true);
    }
    if (wrong.length === 0) return true;
    form.querySelector(".form__title").after(summary);
    form.querySelector(".form__summary").focus();
    return false;
  }

  // What was typed is kept in this tab until it has been sent.
  const keyOf = (form) => `typed:${form.getAttribute("id")}`;

  const fieldsOf = (form, but) =>
    [...form.elements].filter((field) => field.name && !field.matches(but)
      && (field.type !== "hidden" || field.name === "begun-at"));

  function keep(form) {
    const fields = fieldsOf(form, UNKEPT).filter((field) => !isBox(field) || field.checked);
    const typed = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    store((tab) => tab.setItem(keyOf(form), JSON.stringify(typed)));
  }

  function restore(form) {
    const typed = JSON.parse(store((tab) => tab.getItem(keyOf(form))) ?? "null");
    if (typed && !form.querySelector(".form__summary")) fill(fieldsOf(form, UNKEPT), typed);
  }

  function fill(fields, typed) {
    for (const field of fields) {
      if (isBox(field)) field.checked = typed[field.name] === field.value;
      else field.value = typed[field.name] ?? "";
    }
  }

  const forget = (form) => store((tab) => tab.removeItem(keyOf(form)));

  function store(act) {
    try {
      return act(sessionStorage);
    } catch {
      return null; // closed, or full: then nothing is kept
    }
  }

  function tell(form, ...kinds) {
    const place = form.querySelector(".form__state");
    if (place.contains(document.activeElement)) place.focus(); // its button goes
    place.replaceChildren(...kinds.map((kind) => words(form, kind)));
    place.scrollIntoView({ block: "nearest" });
    return place;
  }

  function fail(form, kind) {
    delete form.dataset.sending;
    return tell(form, kind, "onward");
  }

  function send(form) {
    // Not fetch: only a request of this kind returns a page that no policy takes for a script.
    const request = new XMLHttpRequest();
    const timer = setTimeout(() => request.abort(), PATIENCE);
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.onload = () => receive(form, request);
    request.onabort = () => fail(form, "slow");
    request.onerror = () => fail(form, navigator.onLine ? "failed" : "offline");
    request.onloadend = () => clearTimeout(timer);
    request.send(new URLSearchParams(new FormData(form)));
    form.dataset.sending = "";
    tell(form, "sending");
  }

  function receive(form, { status, responseURL, responseXML }) {
    const asked = new URL(form.getAttribute("action"), location);
    if (new URL(responseURL).pathname !== asked.pathname) {
      forget(form);
      fill(fieldsOf(form, "button"), {});
      return location.assign(responseURL);
    }
    const again = responseXML?.querySelector(`form[data-form="${form.dataset.form}"]`);
    if (again) return replace(form, again);
    const place = status < 300 ? tell(form, "sending") : fail(form, "failed");
    const told = responseXML?.querySelector(".notice h1");
    if (told) place.querySelector("p").textContent = told.textContent;
  }

  // The form comes from its own page, where it may have another number than here.
  function replace(form, again) {
    const [its, own] = [again, form].map((one) => one.getAttribute("id"));
    for (const part of [again, ...again.querySelectorAll("*")]) {
      for (const name of NAMES) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replaceAll(its, own));
      }
    }
    again.querySelector("[autofocus]")?.removeAttribute("autofocus"); // focused below
    form.replaceWith(again);
    ask(again);
    keep(again);
    entitle(again, true);
    again.querySelector(".form__summary").focus();
  }

  // The receiver signs when somebody begins to write, not to read.
  async function begin(form) {
    const begun = form.querySelector("[name=begun-at]");
    if (!begun || begun.value || "asked" in begun.dataset) return;
    begun.dataset.asked = "";
    try {
      const answer = await fetch(`${form.getAttribute("action")}/begun`);
      if (answer.ok) begun.value = await answer.text();
      keep(form);
      delete begun.dataset.asked;
    } catch {} // it refuses nobody
  }

  function ask(form) {
    for (const part of form.querySelectorAll("[data-when]")) {
      const asked = form.querySelector(`[data-shows~="${part.dataset.when}"]:checked`) !== null;
      part.hidden = !asked;
    }
  }

  function suggest(field) {
    const place = field.parentElement.querySelector(".form__suggestion");
    const [name, domain = ""] = field.value.trim().toLowerCase().split("@");
    const meant = DOMAINS.includes(domain) ? "" : DOMAINS.find((known) => isNear(domain, known));
    place.replaceChildren(...(meant ? [words(field.form, "suggestion")] : []));
    if (!meant) return;
    const button = place.querySelector("button");
    button.textContent = button.textContent.replace("#", () => `${name}@${meant}`);
    button.addEventListener("click", () => {
      field.value = `${name}@${meant}`;
      place.replaceChildren();
      keep(field.form);
      field.focus();
    });
  }

  // Letters that are wrong, missing, too many or changed places.
  function isNear(word, known) {
    const rows = [[...Array(known.length + 1).keys()]];
    for (let i = 1; i <= word.length; i += 1) {
      rows[i] = [i];
      for (let j = 1; j <= known.length; j += 1) {
        const same = word[i - 1] === known[j - 1];
        const swapped = word[i - 2] === known[j - 1] && word[i - 1] === known[j - 2];
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + !same,
          swapped ? rows[i - 2][j - 2] + 1 : Infinity);
      }
    }
    return rows.at(-1).at(-1) <= (known.length > 10 ? 2 : 1);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.form) return;
    if (!("sending" in form.dataset) && isRight(form)) {
      if (!isHome(form)) return forget(form);
      send(form);
    }
    event.preventDefault();
  });

  document.addEventListener("input", ({ target }) => {
    if (!target.form?.dataset.form) return;
    keep(target.form);
    begin(target.form);
  });

  document.addEventListener("change", ({ target }) => {
    if (!target.form?.dataset.form) return;
    ask(target.form);
    if (target.matches("[type=email], [inputmode=email]")) suggest(target);
  });

  for (const form of document.querySelectorAll("form[data-form]")) {
    form.noValidate ||= isChecked(form);
    restore(form);
  }

  // Also when somebody comes back, to what was typed.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-form]")) {
      ask(form);
      delete form.dataset.sending;
      form.querySelector(".form__state").replaceChildren();
    }
  });
}
