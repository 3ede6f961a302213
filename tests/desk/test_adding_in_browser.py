"""What comes from elsewhere goes into a text without leaving it, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.desk.writing.test_browser import BODY, Served, at, chrome, page, served, text
from tests.support.word_files import image
from tests.support.word_paste import WORD

__all__ = ["chrome", "page", "served"]

pytestmark = pytest.mark.thorough

GIVE = """(area, [type, data, kind, name]) => {
    const given = new DataTransfer();
    if (name) given.items.add(new File([Uint8Array.from(data)], name, { type: kind }));
    else given.setData(kind, data);
    const values = { bubbles: true, cancelable: true };
    return area.dispatchEvent(type === "paste"
      ? new ClipboardEvent(type, { ...values, clipboardData: given })
      : new DragEvent(type, { ...values, dataTransfer: given }));
}"""


def given(page: Page, how: str, data: object, kind: str, name: str = "") -> bool:
    """Paste or drop something onto the French text; tell whether it was left to the browser."""
    return bool(page.locator(BODY).evaluate(GIVE, [how, data, kind, name]))


def test_what_was_copied_in_word_is_markdown_and_one_undo_takes_it_back(page: Page):
    """Its notes are counted from those of the text; what was lost is told beside it."""
    at(page, "facturés en sus.\n")
    page.keyboard.type("Une note[^7].")
    before = text(page)

    assert not given(page, "paste", WORD, "text/html")
    expect(page.locator("[data-lang=fr] .brought li").first).to_be_visible()
    after = text(page)
    page.keyboard.press("Control+z")

    assert "Du **gras** et *de l’italique*" in after and "[^8]: La *note*." in after
    assert text(page) == before


@pytest.mark.parametrize(("html", "kind"), [
    ("<div><span>x</span></div>", "text/html"), ("x", "text/plain")])
def test_plain_words_are_left_to_the_browser(page: Page, html: str, kind: str):
    """And to its own undo."""
    assert given(page, "paste", html, kind)


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_picture_goes_into_every_language_with_words_of_its_own(page: Page, how: str):
    """It is asked what it shows."""
    at(page, "facturés en sus.\n")

    assert not given(page, how, [*image("JPEG", "blue").read()], "image/jpeg", "a.jpg")
    for lang, words in (("fr", "Un carré"), ("en", "A square")):
        page.locator(f"[name='alt.{lang}']").fill(words)
    page.locator("dialog [name='alt.en']").press("Enter")

    expect(page.locator("dialog[open]")).to_have_count(0)
    for lang, words in (("fr", "Un carré"), ("en", "A square")):
        area = page.locator(f"[id='{lang}.body']").input_value()
        assert f"\n\n![{words}]({{static}}/images/xiaohongshu.jpg)\n\n" in area


def test_a_topic_is_added_and_chosen(page: Page, served: Served):
    """In its language; others may choose it too."""
    page.locator("[data-lang=fr] details.header").evaluate("part => part.open = true")
    page.locator("[data-lang=fr] a[href*='kind=tag']").click()
    for lang, words in (("fr", "Marques"), ("en", "Trade marks")):
        page.locator(f"[name='name.{lang}']").fill(words)
    page.locator("dialog [name='name.en']").press("Enter")

    expect(page.locator("[data-lang=fr] .field-tags .chosen")).to_contain_text("Marques")
    assert "[tags.trade-marks]" in (served.desk.options().content / "topics.toml").read_text()
