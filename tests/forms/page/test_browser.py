"""Forms in a real browser, with the script and without it: what every visitor meets."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.published import THEME, Open, Published, fill, summary_of

WITH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
EACH = pytest.mark.parametrize(("lang", "script"), [
    ("fr", True), ("fr", False), ("en", True), ("en", False)])
"""Both languages, with the script and without it."""


def sent_by(published: Published, name: str) -> list[str]:
    """Return the messages that are kept of a visitor."""
    return [values["message"] for values in published.kept() if values["name"] == name]


@EACH
def test_the_keyboard_is_enough(browse: Open, published: Published, lang: str, script: bool):
    """Tab reaches every field in the order in which it is read, and the button sends the form."""
    page, name = browse(f"/{lang}/contact/", script), f"Key {lang} {script}"
    page.locator("[name=name]").focus()

    for text in (name, "", "zoe@reader.example", ""):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    for text in ("Monday", "A question of mine."):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    for key in ("Space", "Tab", "Tab", "Tab", "Enter"):  # past the question for readers in China
        page.keyboard.press(key)
    page.wait_for_url(f"**/forms/contact/{lang}/*")

    kept = next(values for values in published.kept() if values["name"] == name)
    assert (kept["topic"], kept["deadline"]) == ("press", "Monday")
    assert kept["message"] == "A question of mine."


@EACH
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        browse: Open, published: Published, lang: str, script: bool):
    """The summary has the focus, leads to the fields, and the form can be corrected there."""
    page, name = browse(f"/{lang}/contact/", script), f"Correct {lang} {script}"
    button = fill(page, name)
    page.locator("[name=email]").fill("zoe@reader")  # a browser takes it, the receiver does not
    button.click()

    summary = summary_of(page)
    email = page.locator("[name=email]")
    assert summary.evaluate("element => element === document.activeElement")
    assert summary.locator("a").count() == 1
    assert email.get_attribute("aria-invalid") == "true"
    told = email.get_attribute("aria-describedby") or ""
    assert page.locator(f"id={told.split()[-1]}").inner_text().split("\n")[-1] \
        in summary.inner_text()
    assert page.url.endswith(f"/{lang}/contact/" if script else "/forms/contact")
    summary.locator("a").press("Enter")
    assert email.evaluate("element => element === document.activeElement")
    assert page.locator("[name=message]").input_value() == "Une question ?\nDeux lignes."

    email.fill("zoe@reader.example")
    page.locator(".form__submit").click()
    page.wait_for_url(f"**/forms/contact/{lang}/*")

    assert sent_by(published, name) == ["Une question ?\nDeux lignes."]


@WITH
def test_who_goes_back_finds_what_was_typed(browse: Open, address: str, script: bool):
    """And nothing that still says that it is being sent."""
    page = browse("/fr/contact/", script)
    fill(page, "Back")
    page.locator("[name=topic]").select_option("press")
    page.goto(f"{address}/fr/privacy/")

    page.go_back()

    assert page.locator("[name=message]").input_value() == "Une question ?\nDeux lignes."
    assert page.locator("[name=deadline]").is_visible()
    assert page.locator(".form__state").inner_text() == ""


@pytest.mark.thorough
@pytest.mark.parametrize("kept", [True, False], ids=["page in memory", "page read again"])
def test_what_was_typed_outlives_errors_and_reloads_and_ends_with_thanks(
        browse: Open, address: str, kept: bool):
    """In this tab alone, without what must be agreed to each time; Back asks nothing again."""
    page = browse("/fr/contact/")
    if not kept:
        page.evaluate("addEventListener('unload', () => {})")  # no page that has one is kept
    fill(page, "Again")
    page.locator("[name=email]").fill("zoe@reader.example.")  # only the receiver knows
    page.locator(".form__submit").click()
    summary_of(page)
    begun = page.locator("[name=begun-at]").input_value()
    page.goto(f"{address}/fr/privacy/")
    page.go_back()
    assert page.locator("[name=message]").input_value() == "Une question ?\nDeux lignes."
    page.reload()
    assert begun and page.locator("[name=begun-at]").input_value() == begun
    assert page.locator("[name=email]").input_value() == "zoe@reader.example."
    assert "consent" not in page.evaluate("Object.values(sessionStorage).join()")

    page.locator("[name=email]").fill("zoe@reader.example")
    page.locator("[name=consent]").check()
    page.locator(".form__submit").click()
    page.wait_for_url("**/forms/contact/fr/*")
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()

    assert page.url.endswith("/fr/contact/")
    assert page.locator("[name=message]").input_value() == ""
    assert not page.locator("[name=consent]").is_checked()
    with page.expect_response("**/begun"):  # another message has another beginning
        page.locator("[name=name]").fill("Once more")


@pytest.mark.parametrize(("name", "lang", "script"), [
    ("contact", "fr", True), ("subscribe", "en", False),
    *(pytest.param(name, lang, script, marks=pytest.mark.thorough)
      for name, lang, script in (("contact", "en", False), ("subscribe", "fr", True)))])
def test_the_narrowest_screen_shows_all_of_it(
        browse: Open, name: str, lang: str, script: bool):
    """At 320 px, as at 400 % on a screen of 1280: no sideways scrolling, targets of 24 px."""
    page = browse(f"/{lang}/{name}/", script, width=320)
    if name == "contact":
        page.locator("[name=topic]").select_option("press")
    else:
        page.locator("[name=in_china]").check()
    page.locator(".form__submit").click()
    summary_of(page)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    targets = page.locator("form :is(input, select, textarea, button, a):visible")
    small = targets.evaluate_all(
        "all => all.map(one => [one, one.getBoundingClientRect()])"
        # The trap is for machines.
        ".filter(([one, box]) => one.tabIndex >= 0 && Math.min(box.height, box.width) < 24)"
        ".map(([one, box]) => `${one.outerHTML}: ${box.width} × ${box.height}`)")
    assert small == []
    assert targets.count() > 5


@WITH
def test_a_field_is_shown_once_an_answer_asks_for_it(browse: Open, script: bool):
    """By the style sheet alone."""
    page = browse("/en/contact/", script)
    deadline, topic = page.locator("[name=deadline]"), page.locator("[name=topic]")

    seen = [deadline.is_visible()]
    for value in ("press", "other"):
        topic.select_option(value)
        seen.append(deadline.is_visible())

    assert seen == [False, True, False]


@WITH
def test_a_browser_without_has_shows_the_field_unless_the_script_hides_it(
        browse: Open, script: bool):
    """What the style sheet cannot hide is there for everyone; the message arrives all the same."""
    page = browse("/en/thanks/", script)
    page.route("**/site.css", lambda route: route.fulfill(
        content_type="text/css",
        body=(THEME / "static/site.css").read_text("utf-8").replace(":has(", ":unknown(")))
    page.goto(page.url.replace("thanks", "contact"))

    assert page.locator("[name=deadline]").is_visible() is not script
    fill(page, f"Old {script}").click()
    page.wait_for_url("**/forms/contact/en/*")


@WITH
def test_a_consent_is_asked_for_in_china_only(browse: Open, published: Published, script: bool):
    """There it is needed, and nothing is ticked beforehand."""
    page, email = browse("/fr/subscribe/", script), f"li{script}@reader.example".lower()
    asked, consent = page.locator("[name=in_china]"), page.locator("[name=consent_china]")
    assert page.locator("input:checked").count() == 0
    page.locator("[name=email]").fill(email)
    page.locator("[name=consent]").check()
    asked.check()

    page.locator(".form__submit").click()
    expect(page.locator(".form__summary a")).to_have_text(re.compile("sans ce consentement"))
    assert asked.is_checked()
    consent.check()
    page.locator(".form__submit").click()
    page.wait_for_url("**/fr/thanks/")

    assert [values["consent_china"] for values in published.kept()
            if values.get("email") == email] == ["yes"]


@pytest.mark.parametrize("path", ["/fr/contact/", "/en/subscribe/"])
def test_a_form_asks_nobody_else_and_leaves_nothing_behind(browse: Open, address: str, path: str):
    """No third party, no cookie, nothing stored, no error under the site's policy."""
    page = browse("/fr/thanks/")
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    if "contact" in path:
        fill(page, "Alone")
    else:
        page.locator("[name=email]").fill("alone@reader.example")
        page.locator("[name=consent]").check()

    page.locator(".form__submit").click()
    page.wait_for_url(re.compile("/thanks/$|/forms/contact/"))

    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
