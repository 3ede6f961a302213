"""What she lives in who writes: the page for writing, in a real browser."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from plugins.core.look import Look
from plugins.core.project import read_options
from plugins.desk.context import Desk
from plugins.desk.people.guard import LocalDoor
from plugins.desk.serving import desk_application
from plugins.desk.store import Store
from tests.battery.test_checkers import ASK_AXE, AXE, AXE_RULES
from tests.battery.tools import need_modules
from tests.conftest import PROJECT
from tests.support.chromium import chromium

pytestmark = pytest.mark.thorough

TEXT = "articles/2018-07-03-xiaohongshu.fr.md"
BODY = "id=fr.body"


@dataclass(frozen=True)
class Served:
    """A desk with the content of the sample, and where it is opened in each language."""

    desk: Desk
    doors: dict[str, str]

    @property
    def file(self) -> Path:
        """The file of the French text."""
        return self.desk.options().content / TEXT

    def open(self, page: Page, lang: str = "en") -> Page:
        """Open the page for writing of an article as it is in the sample."""
        shutil.copy(PROJECT / "content" / TEXT, self.file)
        for draft in self.desk.store.drafts():
            self.desk.store.drop(draft.person, draft.path, draft.window, draft.digest)
        page.goto(self.doors[lang])
        page.goto(urljoin(self.doors[lang], "write/article/xiaohongshu"))
        return page


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Start Chromium; `browser` is one in memory here."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a desk until the tests of the module are done."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(PROJECT / "content", folder / "content")
    options = replace(read_options(str(PROJECT / "pelicanconf.py")), content=folder / "content",
                      output=folder / "output", outbox=folder / "outbox", var=folder / "var")
    desk = Desk(lambda: options, Store(options.var / "desk.sqlite3"))
    with ExitStack() as stack:
        yield Served(desk, {lang: stack.enter_context(serving(desk, lang))
                            for lang in ("en", "fr")})


@contextmanager
def serving(desk: Desk, lang: str) -> Iterator[str]:
    """Serve a desk that speaks a language, on a port of its own; yield the address of its door."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin, door = f"http://127.0.0.1:{listener.getsockname()[1]}", LocalDoor(lang)
        server = uvicorn.Server(uvicorn.Config(
            desk_application(desk, door, origin, lang, Look), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"{origin}/_desk/?key={door.token}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(chrome: Browser, served: Served) -> Iterator[Page]:
    """Open the page for writing of an article."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    yield served.open(context.new_page())
    context.close()


def at(page: Page, words: str, name: str = BODY) -> None:
    """Put the cursor behind words of a text."""
    page.locator(name).evaluate("""(area, words) => {
        const place = area.value.indexOf(words) + words.length;
        if (place < words.length) throw new Error(`no “${words}”`);
        area.focus();
        area.setSelectionRange(place, place);
    }""", words)


def text(page: Page) -> str:
    """Return what is in the French text."""
    return page.locator(BODY).input_value()


MARKS = {
    ("bold", "un mot¦ ici"): "un **‹mot›** ici",
    ("bold", "un **‹mot›** ici"): "un ‹mot› ici",
    ("italic", "un **‹mot›** ici"): "un ***‹mot›*** ici",
    ("bold", "***‹mot›***"): "*‹mot›*",
    ("bold", "中国¦法"): "中国**¦**法",
    ("heading", "a\n### Tit¦re\nb"): "a\n## Tit¦re\nb",
    ("heading", "## Tit¦re"): "Tit¦re",
    ("bulleted", "‹un\n\n1. deux›"): "‹- un\n\n- deux›",
    ("numbered", "‹- un\n- deux\n›trois"): "‹1. un\n2. deux›\ntrois",
    ("bulleted", "‹- un\n- deux›"): "‹un\ndeux›",
    ("deeper", "- a¦"): "    - a¦",
    ("quotation", "‹a\n\nb›"): "‹> a\n>\n> b›",
    ("facts", "x\n\n‹- a\nb›\n\ny"): "x\n\n!!! facts\n\n    - a\n    - b¦\n\ny",
    ("note", "Un[^1] mot¦.\n\n[^1]: A\n    b\n\nFin."):
        "Un[^1] mot[^2].\n\n[^1]: A\n    b\n[^2]: ¦\n\nFin.",
    ("note", "Un mot¦ ici.\n"): "Un mot[^1] ici.\n\n[^1]: ¦\n",
    ("note", "Un[^1] mot.\n\n[^1]: A¦"): "Un[^1]¦ mot.\n\n[^1]: A",
    ("entered", "- a¦b"): "- a\n- ¦b",
    ("entered", "9. x¦"): "9. x\n10. ¦",
    ("entered", "    - f¦"): "    - f\n    - ¦",
    ("entered", "> - a¦"): "> - a\n> - ¦",
    ("entered", "- a\n- ¦"): "- a\n\n¦",
    ("entered", "- a\n\n- ¦"): "- a\n\n¦",
    **{("entered", alone): None for alone in (
        "plain¦", "2024. x¦", "* * *¦", "¦- a", "-¦", "## T¦", "- ‹a›", "**a**¦")},
}


def test_each_button_makes_its_sign_of_a_text(page: Page):
    """What is selected stays so; Enter is left alone where there is no list."""
    made = page.evaluate("""async (rows) => {
        const marks = await import("/_desk/static/marks.js");
        return rows.map(([does, row]) => {
            const [start, end] = row.includes("¦") ? [row.indexOf("¦"), row.indexOf("¦")]
                : [row.indexOf("‹"), row.indexOf("›") - 1];
            const value = row.replace(/[¦‹›]/g, "");
            const edit = (marks.MARKS[does] ?? marks[does])({ value, start, end });
            if (!edit) return null;
            const after = value.slice(0, edit.from) + edit.words + value.slice(edit.to);
            const chosen = after.slice(edit.start, edit.end);
            return after.slice(0, edit.start) + (chosen ? `‹${chosen}›` : "¦")
                + after.slice(edit.end);
        });
    }""", list(MARKS))

    assert dict(zip(MARKS, made, strict=True)) == MARKS


def test_a_button_is_taken_back_by_undo(page: Page):
    """By one, as if it had been typed."""
    before = text(page)
    at(page, "quantités énormes")

    page.keyboard.press("Control+b")
    bold = text(page)
    page.keyboard.press("Control+z")

    assert "quantités **énormes**." in bold
    assert text(page) == before
    page.keyboard.press("Control+Shift+z")
    assert text(page) == bold


def test_the_toolbar_is_one_stop_of_the_keyboard(page: Page):
    """Arrows go from button to button; afterwards she writes on."""
    at(page, "quantités énormes")

    page.keyboard.press("Shift+Tab")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("considérables")

    assert "quantités **considérables**." in text(page)


def test_an_input_method_composes_undisturbed(page: Page):
    """Enter ends the composition, not the item; nothing is sent of what is half typed."""
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.post_data or ""))
    at(page, "énormes.")
    page.keyboard.type("\n\n- ")
    page.wait_for_timeout(1000)
    keys = page.context.new_cdp_session(page)
    asked.clear()
    for half in ("n", "ni", "nih", "niha", "nihao"):
        keys.send("Input.imeSetComposition", {
            "text": half, "selectionStart": len(half), "selectionEnd": len(half)})
        page.keyboard.press("Control+b")
        page.wait_for_timeout(100)
    keys.send("Input.dispatchKeyEvent", {
        "type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229})
    assert asked == []

    keys.send("Input.insertText", {"text": "你好"})
    page.keyboard.press("Enter")
    page.keyboard.type("b")

    assert "énormes.\n\n- 你好\n- b" in text(page)


def test_a_problem_stands_at_its_line_until_it_is_mended(page: Page, served: Served):
    """What is typed is kept, and the page beside follows; the file stays as it was."""
    before = served.file.read_bytes()
    page.get_by_label("Page and email").check()
    told, wrong = (page.locator(f"[data-lang=fr] {name}") for name in (".told", ".lines .error"))
    expect(wrong).to_have_count(0)
    at(page, "faut commencer la lecture.\n")
    page.keyboard.type("\nUn mot neuf.[^rien]\n")

    expect(page.locator("#state")).to_contain_text("Kept at")
    expect(wrong).to_have_text("Un mot neuf.[^rien]")
    shown = page.frame_locator("[data-part=page]")
    expect(shown.get_by_text("Un mot neuf.")).to_be_in_viewport()
    told.get_by_role("button", name=re.compile("^Line")).click()
    page.keyboard.type("Un mot plus neuf.")

    expect(wrong).to_have_count(0)
    expect(shown.get_by_text("Un mot plus neuf.")).to_be_in_viewport()
    assert "\nUn mot plus neuf.\n" in text(page)
    assert served.file.read_bytes() == before


def test_nothing_typed_is_lost(page: Page, served: Served):
    """Neither by a window that dies, nor while the desk does not answer."""
    at(page, "énormes")
    page.keyboard.type(" et rouges")
    expect(page.locator("#state")).to_contain_text("Kept at")
    again = page.context.new_page()
    again.goto(page.url)
    assert "énormes et rouges" in text(again)

    again.route("**/typed", lambda route: route.abort())
    at(again, "et rouges")
    again.keyboard.type(" et neufs")
    expect(again.locator("#state")).to_contain_text("does not answer")
    asked = list[str]()
    again.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    again.reload()
    assert asked == ["beforeunload"]
    assert "et rouges et neufs" in text(again)
    again.unroute_all()
    expect(again.locator("#state")).to_contain_text("Kept at", timeout=10_000)
    [draft] = served.desk.store.drafts()
    assert "et rouges et neufs" in draft.data.decode()


def test_saving_leaves_her_where_she_is(page: Page, served: Served):
    """What was typed is in the file, and undo still knows it; what others changed is told."""
    at(page, "énormes")
    page.keyboard.type(" et rouges")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved.")
    assert "énormes et rouges" in served.file.read_text("utf-8")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved.")
    assert "énormes et rouges" not in served.file.read_text("utf-8")

    served.file.write_bytes(served.file.read_bytes() + b"\nTheirs.\n")
    page.keyboard.type(" et lus")
    expect(page.locator("#others")).to_contain_text("has been changed")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Somebody has changed this text")


def test_another_window_of_hers_begins_with_her_last_words(page: Page):
    """What she typed in one is not put away by the other."""
    other = page.context.new_page()
    other.goto(page.url)
    at(page, "énormes")
    page.keyboard.type(" et rouges")
    expect(page.locator("#state")).to_contain_text("Kept")
    other.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(other.locator(BODY)).to_have_value(re.compile("énormes et rouges"))
    other.close()


def test_words_of_two_windows_are_both_kept(page: Page, served: Served):
    """Each is told of the other; who saves sees both, and loses neither until she has chosen."""
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((page, " et rouges"), (other, " et neufs")):
        window.route("**/typed", lambda route: route.abort())
        at(window, "énormes")
        window.keyboard.type(words)
        expect(window.locator("#state")).to_contain_text("does not answer")
    for window in (page, other):
        window.unroute_all()
        expect(window.locator("#state")).to_contain_text("Kept at", timeout=10_000)
    expect(other.locator("#others")).to_contain_text("other words in another window")
    other.keyboard.press("Control+s")

    expect(other.get_by_role("alert")).to_contain_text("in another window")
    for words in ("et rouges", "et neufs"):
        expect(other.locator("table.difference")).to_contain_text(words)
    assert "énormes et" not in served.file.read_text("utf-8")
    other.get_by_role("button", name="Keep what I have typed here").click()
    expect(other.locator("#state")).to_have_text("Saved.")
    assert "énormes et neufs" in served.file.read_text("utf-8")
    assert served.desk.store.drafts() == []


def test_words_of_two_windows_that_die_are_both_kept(page: Page):
    """While the desk does not answer, in the browser."""
    context, address = page.context, page.url
    other = context.new_page()
    other.goto(address)
    for window, words in ((page, " et rouges"), (other, " et neufs")):
        window.route("**/typed", lambda route: route.abort())
        at(window, "énormes")
        window.keyboard.type(words)
    for window in (page, other):
        window.close(run_before_unload=False)
    found = []
    for _ in range(2):
        after = context.new_page()
        after.goto(address)
        expect(after.locator("#state")).to_contain_text("Kept at")
        found.append(text(after))

    assert {words in shown for words in ("énormes et rouges", "énormes et neufs")
            for shown in found} == {True, False}
    assert found[0] != found[1]


def test_who_saves_at_the_same_moment_is_not_overwritten(page: Page, served: Served):
    """The page may be drawn again from a file that is another's already."""
    def another() -> None:
        while "et rouges" not in served.file.read_text("utf-8"):
            time.sleep(0.001)
        served.file.write_bytes(served.file.read_bytes() + b"\nTheirs.\n")

    theirs = threading.Thread(target=another)
    theirs.start()
    at(page, "énormes")
    page.keyboard.type(" et rouges")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved.")
    theirs.join()
    page.keyboard.type(" et lus")
    page.keyboard.press("Control+s")

    expect(page.get_by_role("alert")).to_contain_text("Somebody has changed this text")
    assert "Theirs." in served.file.read_text("utf-8")


def test_a_link_is_found_by_words_of_a_title(page: Page):
    """And a table is as large as she says."""
    at(page, "énormes.")
    page.keyboard.press("Control+k")
    page.keyboard.type("commerce elec")
    page.get_by_role("button", name=re.compile("commerce électronique")).click()
    assert "énormes.[" in text(page)
    assert "]({filename}/articles/2018-09-10-e-commerce-law.fr.md)" in text(page)

    page.locator("[data-lang=fr] [data-does=table]").click()
    page.get_by_label("Columns").fill("2")
    page.keyboard.press("Enter")
    assert "\n\n|  |  |\n|---|---|\n|  |  |\n|  |  |\n\n" in text(page)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing(chrome: Browser, served: Served, lang: str):
    """By day and by night, on a phone and a wide screen: the page for writing, and the list."""
    need_modules()
    page, found = served.open(chrome.new_page(), lang), list[str]()
    page.locator("[data-lang=fr] .header summary").click()
    page.locator("[id='fr.head.title']").fill("")
    expect(page.locator("[data-lang=fr] [aria-invalid=true]")).to_have_count(1)
    for width, beside in [(1600, True), (320, True), (320, False)]:
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("[name=shown]").set_checked(beside)
        found += faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(served.doors[lang])
    found += faults(page)
    page.context.close()

    assert not found, "\n".join(found)


def test_no_page_is_wider_than_a_phone(page: Page, served: Served):
    """Not even with a word that has no end, in a title or beside another."""
    page.locator("[id='fr.head.title']").fill("Z" * 70)
    expect(page.locator("#state")).to_contain_text("Kept")
    served.file.write_bytes(served.file.read_bytes().replace(b"title: ", b"title: " + b"Y" * 70))
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        if width < 390:
            for address in ("", "write/article/xiaohongshu", "issue/2018-07", "issues",
                            "translate/article/xiaohongshu/en"):
                page.goto(urljoin(served.doors["en"], address))
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def faults(page: Page) -> Iterator[str]:
    """Yield what axe finds in a page of the desk; what is shown in its frames is the site's."""
    page.evaluate(AXE.read_text("utf-8"))
    for scheme, rules in AXE_RULES.items():
        page.emulate_media(color_scheme=scheme)
        for fault in page.evaluate(ASK_AXE.replace("{runOnly", "{iframes: false, runOnly"), rules):
            yield f"{page.viewport_size} {scheme}: {fault}"


def test_a_picture_goes_into_every_language(page: Page, served: Served):
    """To the same paragraph, once it is said in both what it shows."""
    at(page, "énormes.")
    page.locator("[data-lang=fr] [data-does=picture]").click()
    asked = page.get_by_role("dialog", name="A picture")
    asked.get_by_label("File").set_input_files(PROJECT / "content" / "images" / "xiaohongshu.png")
    for number, words in enumerate(("Un livre", "A book")):
        asked.locator("[name^='alt.']").nth(number).fill(words)
    asked.get_by_role("button", name="Take the picture").click()
    expect(asked).to_be_hidden()

    [french] = re.findall(r"\n\n!\[Un livre\]\((\S+)\)\n\n", text(page))
    english = page.locator("id=en.body").input_value()
    assert f"\n\n![A book]({french})\n\n" in english
    assert text(page).index("énormes.") < text(page).index("![Un livre]")
    assert (english[:english.index("![A book]")].count("\n\n")
            == text(page)[:text(page).index("![Un livre]")].count("\n\n"))
    assert (served.file.parents[1] / french.removeprefix("{static}/")).is_file()


def test_what_is_pasted_from_elsewhere_becomes_markdown(page: Page):
    """Words alone are pasted by the browser itself."""
    at(page, "énormes")
    page.locator(BODY).evaluate("""(area) => {
        const held = new DataTransfer();
        held.setData("text/html", "<p> et <b>très</b> <i>rouges</i></p>");
        held.setData("text/plain", "et très rouges");
        area.dispatchEvent(new ClipboardEvent("paste", {
            clipboardData: held, bubbles: true, cancelable: true }));
    }""")
    expect(page.locator("[data-lang=fr] .brought")).to_contain_text("Taken over")

    assert "énormeset **très** *rouges*." in text(page)


def test_topics_are_chosen_by_their_names(page: Page):
    """A new one is declared without leaving the text, and chosen in both languages."""
    for lang in ("fr", "en"):
        page.locator(f"[data-lang={lang}] .header summary").click()
    search = page.locator("id=fr.add.tags")
    search.press_sequentially("gouv")
    search.press("Enter")
    page.get_by_role("button", name="Remove Plateformes").click()
    tags, english = page.locator("id=fr.head.tags"), page.locator("id=en.head.tags")
    expect(tags).to_have_value("e-commerce, distribution, cosmetics, governance")
    expect(english).to_have_value("e-commerce, distribution, cosmetics, governance")
    page.locator("id=fr.head.category").select_option("digital-law")
    assert page.locator("id=en.head.category").input_value() == "digital-law"
    page.locator("id=en.head.status").select_option("draft")
    assert page.locator("id=fr.head.status").input_value() != "draft"

    page.locator("[data-lang=fr] .field-tags").get_by_role("link", name="Add a new one").click()
    asked = page.get_by_role("dialog")
    for lang, name in (("fr", "Marques"), ("en", "Trade marks")):
        asked.locator(f"[name='name.{lang}']").fill(name)
    asked.get_by_role("button").first.click()
    expect(page.locator("[data-lang=fr] .field-tags .chosen")).to_contain_text("Marques")
    assert tags.input_value().endswith(", trade-marks")
    assert page.locator("id=en.head.tags").input_value().endswith(", trade-marks")
