"""What the script of the forms adds in a real browser, and that it is never in the way."""

import re
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, Route, expect

from plugins.forms.declaration.pattern import NoPattern, is_quick
from tests.battery.tools import MODULES, need_modules
from tests.forms.conftest import browsing
from tests.forms.declaration.test_pattern import ALIKE
from tests.support.published import CONTACT, Open, Published, fill, publish, summary_of

Scheme = Literal["light", "dark"]

FAILURES = {
    "nobody answers": lambda route: route.abort("connectionrefused"),
    "an error of the web server": lambda route: route.fulfill(
        status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>"),
    "no page at all": lambda route: route.fulfill(status=500, content_type="text/plain", body="x"),
}

MEANT = {
    "zoe@gmial.com": "zoe@gmail.com", "zoe@gmail.co": "zoe@gmail.com",
    "Zoe.M@orage.fr": "zoe.m@orange.fr", "zoe@wanado.fr": "zoe@wanadoo.fr",
    "zoe@laposte.ent": "zoe@laposte.net", "1234@qq.con": "1234@qq.com",
    "zoe@16.com": "zoe@163.com", "zoe@hotmial.con": "zoe@hotmail.com",
    "zoe@gmail.com": "", "zoe@free.fr": "", "zoe@126.com": "", "zoe@mail.com": "",
    "zoe@small.com": "", "zoe@firm.example": "", "zoe": "", "": "",
}


def messages(published: Published, name: str) -> int:
    """Return how many messages are kept of a visitor."""
    return sum(values.get("name") == name for values in published.kept())


def has_kept_all(page: Page) -> None:
    """Hold that the form still has what was typed, and offers the ways out."""
    state = page.locator(".form__state")
    expect(state.locator(f"a[href='mailto:{CONTACT}']")).to_be_visible()
    expect(state.get_by_role("button")).to_be_visible()
    expect(page.locator("[name=message]")).to_have_value("Une question ?\nDeux lignes.")
    expect(page.locator("[name=consent]")).to_be_checked()


def test_a_page_opens_at_its_top(browse: Open):
    """However far down its forms are."""
    page = browse("/fr/contact-twice/")
    page.wait_for_timeout(100)

    assert page.evaluate("scrollY") == 0


def test_a_double_click_sends_once(browse: Open, published: Published):
    """And the button stays where it was, with the focus."""
    page, waiting = browse("/fr/contact/"), list[Route]()
    page.route("**/forms/contact", lambda route: waiting.append(route))
    button = fill(page, "Double")

    button.dblclick()
    button.press("Enter")
    expect(page.locator(".form__state")).to_have_text("Envoi en cours…")
    assert button.evaluate("button => button === document.activeElement")
    page.wait_for_timeout(100)
    for route in waiting:
        route.continue_()
    page.wait_for_url("**/forms/contact/fr/*")

    assert (len(waiting), messages(published, "Double")) == (1, 1)
    assert re.search(r"&begun-at=\d+-0-\w+-\w+", waiting[0].request.post_data or "")


def test_offline_nothing_is_lost_and_it_can_be_sent_later(browse: Open, published: Published):
    """The visitor reads why and whom to write to, and sends it with one press later on."""
    page = browse("/fr/contact/")
    button = fill(page, "Offline")
    page.context.set_offline(True)

    button.click()
    expect(page.locator(".form__state")).to_contain_text("hors ligne")
    has_kept_all(page)
    page.context.set_offline(False)
    page.locator(".form__state").get_by_role("button").press("Enter")
    page.wait_for_url("**/forms/contact/fr/*")

    assert messages(published, "Offline") == 1


@pytest.mark.parametrize("failure", [
    "an error of the web server",
    *(pytest.param(name, marks=pytest.mark.thorough)
      for name in ("nobody answers", "no page at all"))])
def test_a_failure_is_shown_and_nothing_is_lost(browse: Open, published: Published, failure: str):
    """In the site's words, not the server's."""
    page = browse("/en/contact/")
    page.route("**/forms/contact", FAILURES[failure])

    fill(page, "Failure").click()

    expect(page.locator(".form__state")).to_contain_text("the site does not answer")
    has_kept_all(page)
    assert page.url.endswith("/en/contact/")


def test_what_the_receiver_refuses_is_reported_in_its_words(browse: Open):
    """A message that is too long for it is still there to be shortened."""
    page = browse("/fr/contact/")
    button = fill(page)
    page.route("**/forms/contact", lambda route: route.continue_(post_data="x" * 500_000))

    button.click()

    expect(page.locator(".form__state")).to_contain_text("trop long")
    has_kept_all(page)


GIVEN_BACK = {"seen": "changé entre-temps", "website": "rester vide"}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("name", GIVEN_BACK)
def test_what_is_given_back_can_be_sent_at_once(
        browse: Open, published: Published, name: str, script: bool):
    """A form that changed meanwhile, and one whose trap the browser has filled in."""
    page, visitor = browse("/fr/contact/", script), f"{name} {script}"
    button = fill(page, visitor)
    page.locator(f"[name={name}]").evaluate("field => field.value = 'x'")

    button.click()
    expect(page.locator(".form__summary")).to_contain_text(GIVEN_BACK[name])
    expect(page.locator("[name=message]")).to_have_value("Une question ?\nDeux lignes.")
    expect(page.locator("[name=website]")).to_have_value("")
    expect(page.locator("[name=consent]")).to_be_checked(checked=name == "website")
    page.locator("[name=consent]").check()
    page.locator(".form__submit").click()
    page.wait_for_url("**/forms/contact/fr/*")

    assert messages(published, visitor) == 1


def test_a_site_that_keeps_silent_is_reported_after_half_a_minute(browse: Open):
    """Nobody watches an endless spinner; that it may have arrived is said."""
    page = browse("/en/contact/")
    page.clock.install()
    page.reload()
    page.route("**/forms/contact", lambda route: None)

    fill(page).click()
    expect(page.locator(".form__state")).to_have_text("Sending…")
    page.clock.fast_forward(31_000)

    expect(page.locator(".form__state")).to_contain_text("may or may not have received")
    has_kept_all(page)


def test_a_mistyped_domain_is_noticed(browse: Open):
    """The right one is offered as a button, and what is right is left alone."""
    page = browse("/en/subscribe/")
    field, suggestion = page.locator("[name=email]"), page.locator(".form__suggestion")

    for typed, meant in MEANT.items():
        field.fill(typed)
        field.blur()

        assert suggestion.inner_text() == (f"Did you mean {meant}?" if meant else ""), typed


def test_a_suggestion_is_taken_with_one_press(browse: Open):
    """It takes the place of what was typed, and the focus returns to the field."""
    page = browse("/fr/subscribe/")
    field, suggestion = page.locator("[name=email]"), page.locator(".form__suggestion")
    field.fill("zoe@gmial.com")
    field.press("Tab")

    suggestion.get_by_role("button").press("Enter")

    expect(field).to_have_value("zoe@gmail.com")
    expect(field).to_be_focused()
    expect(suggestion).to_be_empty()


def test_a_suggestion_never_blocks(browse: Open, published: Published):
    """A visitor who means what is written there sends it."""
    page = browse("/en/contact/")
    button = fill(page, "Right")
    page.locator("[name=email]").fill("zoe@gmial.com")

    button.click()
    page.wait_for_url("**/forms/contact/en/*")

    assert messages(published, "Right") == 1


def test_the_same_form_twice_on_a_page_works_twice(browse: Open, published: Published):
    """The errors of the second come back into it, under its own ids; the first one is left alone.
    """
    page = browse("/fr/contact-twice/")
    first, second = page.locator("form").all()
    first.locator("[name=name]").fill("First")
    second.locator("[name=name]").fill("Second")

    second.locator(".form__submit").click()
    summary_of(page)

    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))
    expect(page.locator("#form-contact-2 .form__summary")).to_be_focused()
    assert page.locator("#form-contact-1 .form__summary").count() == 0
    expect(first.locator("[name=name]")).to_have_value("First")
    expect(second.locator("[name=name]")).to_have_value("Second")
    second.locator(".form__summary a").first.click()
    expect(second.locator("[name=email]")).to_be_focused()
    for control in second.locator("[aria-describedby]").all():
        for name in (control.get_attribute("aria-describedby") or "").split():
            assert page.locator(f"#form-contact-2 [id={name}]").count() == 1
    fill(page, "First").click()
    page.wait_for_url("**/forms/contact/fr/*")

    assert messages(published, "First") == 1


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/fr/contact/", "/en/contact/", "/fr/subscribe/"])
def test_axe_finds_nothing_wrong_in_any_state(browse: Open, path: str, scheme: Scheme):
    """With a suggestion, a field that was not asked at first, a failure, and errors."""
    need_modules()
    page = browse(path)
    page.emulate_media(color_scheme=scheme)
    page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text("utf-8"))
    form = page.locator("form").first
    if "contact" in path:
        fill(page)
        form.locator("[name=topic]").select_option("press")
    else:
        form.locator("[name=in_china]").check()
        for consent in ("consent", "consent_china"):
            form.locator(f"[name={consent}]").check()
    form.locator("[name=email]").fill("zoe@gmial.com")
    form.locator("[name=email]").blur()
    page.context.set_offline(True)
    form.locator(".form__submit").click()
    form.locator(".form__state .form__again").wait_for()
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    page.context.set_offline(False)
    form.locator("[name=email]").fill("zoe")
    form.locator("[name=email]").blur()  # the suggestion goes, and what is below it moves
    form.locator("[name=consent]").uncheck()
    form.locator(".form__submit").click()
    summary_of(page)

    assert found + page.evaluate("axe.run().then(({violations}) => violations)") == []


EVERY_TYPE = """page = "all"
thanks = "thanks"
delivery = "mail"
recipient = "office@firm.example"
retention = 30
title = { fr = "Tout", en = "All" }
submit = { fr = "Envoyer", en = "Send" }
subject = { fr = "Tout", en = "All" }
""" + "".join(f"""
[[fields]]
name = "{name}"
type = "{name.rstrip('_')}"
required = {str(not name.endswith("_")).lower()}
label = {{ fr = "Champ {name}", en = "Field {name}" }}
{more}
""" for name, more in {
    "text": "min = 3\nmax = 9\npattern = '[a-z ]+'\n"
            "mismatch = { fr = 'De a à z.', en = 'a to z.' }",
    "email": "missing = { fr = 'Votre adresse ?', en = 'Your address?' }",
    "tel": "", "url": "", "textarea": "min = 5\nmax = 20", "checkbox": "",
    "select": "options = [{ value = 'a', label = { fr = 'A', en = 'A' } }]",
    "radio": "options = [{ value = 'a', label = { fr = 'A', en = 'A' } },"
             "{ value = 'b', label = { fr = 'B', en = 'B' } }]",
    "consent": "version = '1'\nwhen = { field = 'radio', value = 'b' }",
    "tel_": "max = 30",
    "text_": "min = 3\nmax = 9\npattern = '[a-z]+'\n"
             "mismatch = { fr = 'De a à z.', en = 'a to z.' }"}.items())
RIGHT = {"text": "abc", "email": "zoe@reader.example", "tel": "01 99 00 12 34", "radio": "a",
         "url": "https://reader.example", "textarea": "a question", "checkbox": "yes",
         "select": "a", "consent": "", "tel_": "", "text_": ""}
FAULTS = [
    dict.fromkeys(RIGHT, ""), {}, {"radio": "b"}, {"radio": "b", "consent": "yes"},
    *({name: value} for name, value in [
        ("text", " \u00a0\u200b"), ("text", "ab"), ("text", "a" * 10), ("text", "ABC"),
        ("text", "a \ufffd"), ("text", "  a   b  "), ("text", "\u200ba\u200bb"),
        ("text", "ab\U0001f600"), ("email", "zoe"), ("email", "zoe@localhost"), ("email", "zoe@x"),
        ("email", "é@é.fr"), ("tel", "call me"), ("tel", "12"), ("tel", "１２３４５"),
        ("tel", "01‑99–00 12 34 Poste 12"),
        ("url", "reader.example"), ("url", "HTTPS://reader.example/a b"), ("url", "ftp://a.example"),
        ("textarea", "a\nb"), ("textarea", "a" * 19 + "\n\n"), ("textarea", "a" * 19 + "\né"),
        ("tel_", "call me"), ("tel_", "1" * 31), ("tel_", "\ufffd"), ("text_", "A"),
        ("text_", "a" * 10)])]


@pytest.mark.thorough
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_says_of_each_fault_what_the_receiver_says(
        tmp_path: Path, browser: Browser, lang: str):
    """The same sentences in summary, field and title, and nothing where the other says nothing."""
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "all.toml").write_text(EVERY_TYPE, "utf-8")
    published = publish(tmp_path / "site", tmp_path / "forms")
    said = []
    with browsing(published.app) as client, browser.new_context() as context:
        page = context.new_page()
        page.route("**/forms/all", lambda route: route.abort())
        page.goto(f"{client.base_url}/{lang}/all/")
        for fault in FAULTS:
            page.evaluate(FILL, {**RIGHT, **fault})
            answer = client.post("/forms/all", data={**RIGHT, **fault, "lang": lang})
            said.append((fault, told(page.content()), told(answer.text)))
            page.locator("form:not([data-sending])").wait_for()
    published.store.close()

    assert [one for one in said if one[1] != one[2]] == []
    assert sum(one[1] is not None for one in said) == 22


FILL = """typed => {
    sessionStorage.clear();
    for (const field of document.querySelector("form").elements) {
        if (!(field.name in typed)) continue;
        if (field.matches("[type=checkbox], [type=radio]")) {
            field.checked = field.value === typed[field.name];
            field.dispatchEvent(new Event("change", { bubbles: true }));
        } else field.value = typed[field.name];
    }
    document.querySelector(".form__submit").click();
}"""


def told(html: str) -> tuple[str, list[str], list[str]] | None:
    """Return what a page says of faults: in its title, its summary and its fields."""
    page = BeautifulSoup(html, "html.parser")
    for template in page.select("template"):
        template.decompose()
    summary = [str(link) for link in page.select(".form__summary a")]
    errors = [" ".join([error["id"], *error.get_text().split()])
              for error in page.select(".form__error")]
    return (page.title.get_text(), summary, errors) if summary else None


def test_browsers_read_patterns_as_python_does(browse: Open):
    """What is taken, a browser takes with the flag that it uses for patterns."""
    signs = "-[]{}()|/&~!#$%*+,.:;<=>?@^`\\ aé法"
    classes = [pattern for first in signs for second in signs
               for pattern in (f"[{first}{second}]", f"[a{first}{second}b]") if is_taken(pattern)]

    assert all(is_taken(pattern) for pattern in ALIKE)
    assert len(classes) > 100
    browse("/fr/thanks/").evaluate(
        "patterns => patterns.forEach(one => new RegExp(`^(?:${one})$`, 'v'))", ALIKE + classes)


def is_taken(pattern: str) -> bool:
    """Tell whether a declaration may hold a pattern."""
    try:
        return is_quick(pattern, 200)
    except NoPattern:
        return False
