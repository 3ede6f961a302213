"""Pages as people use them: small, zoomed, by keyboard, without JavaScript; private and light."""

import gzip
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage

pytestmark = pytest.mark.thorough

KILOBYTE = 1000
FIRST_VISIT = {"text": 30 * KILOBYTE, "with fonts": 100 * KILOBYTE}

PHONE = {"width": 320, "height": 640}
"""The narrowest one, and what a window of 1280 pixels shows at 400 % (WCAG 1.4.10)."""

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
"""What WCAG 1.4.12 lets a reader set."""

TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > room + 1
            && !element.closest(".table"))
        .map(element => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 3);
}"""

CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
    const style = getComputedStyle(element);
    return element.textContent.trim() && element.clientHeight > 1
        && style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
}).map(element => `${element.tagName.toLowerCase()}.${element.className}`)"""

# WCAG 2.5.8: 24 by 24 CSS pixels; a link in a sentence is excepted, and so is a target around
# whose centre a circle of 24 pixels meets no other target.
SMALL_TARGETS = """() => {
    const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, "
        + "summary")].filter(element => element.checkVisibility({visibilityProperty: true})
        && element.getBoundingClientRect().width > 1 && !element.closest("[aria-hidden=true]"));
    const inSentence = element => {
        const block = element.closest("p, li, dd, dt, td, th, figcaption, label, address");
        const display = getComputedStyle(element).display;
        const among = display === "inline"
            || (display === "inline-block" && element.closest(".term"));
        return among && block
            && block.textContent.trim().length > element.textContent.trim().length;
    };
    const centre = box => [box.x + box.width / 2, box.y + box.height / 2];
    const near = (box, other) => {
        const [x, y] = centre(box);
        return Math.hypot(Math.max(other.left - x, 0, x - other.right),
            Math.max(other.top - y, 0, y - other.bottom)) < 12;
    };
    return targets.filter(element => {
        const box = element.getBoundingClientRect();
        if ((box.width >= 24 && box.height >= 24) || inSentence(element)) return false;
        return targets.some(other => other !== element && !element.contains(other)
            && near(box, other.getBoundingClientRect()));
    }).map(element => `${element.outerHTML.slice(0, 90)}`);
}"""

FOCUSABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, "
    + "summary, [tabindex='0']")].filter(element => !element.disabled && element.tabIndex >= 0
    && element.type !== "hidden" && element.checkVisibility({visibilityProperty: true}))
    .map(element => { element.dataset.place ??= Math.random().toString(36);
        return element.dataset.place; })"""

FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const shown = [element, ...element.querySelectorAll("*")].some(part => {
        const look = getComputedStyle(part);
        return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
            || look.boxShadow !== "none";
    });
    const box = element.getBoundingClientRect();
    return {place: element.dataset.place ?? "", shown, html: element.outerHTML.slice(0, 90),
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""

WORDS = "() => document.body.innerText.replace(/\\s+/g, ' ').trim()"


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows of the wished kinds; close them afterwards."""
    contexts = []

    def new(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(**options))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


def test_nothing_scrolls_sideways_or_is_cut_off(published: Published, served: str, visit):
    """A page reflows; what is wide scrolls in its own box; a reader may space the text."""
    page = visit(viewport=PHONE, bypass_csp=True).new_page()
    none_of(finding for shown in opened(page, served, published.visited)
            for finding in too_wide(page, shown))


def test_targets_are_large_enough(published: Published, served: str, visit):
    """A finger meets what it aims at."""
    page = visit(viewport={"width": 390, "height": 800}, has_touch=True).new_page()
    none_of(Finding(shown.path, "target size", where, "less than 24 px, and another one near")
            for shown in opened(page, served, published.visited)
            for where in page.evaluate(SMALL_TARGETS))


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(
        published: Published, served: str, visit):
    """Tab goes through the page as it is read, is seen, and comes out at the end."""
    page = visit(viewport={"width": 1280, "height": 900}).new_page()
    none_of(finding for shown in opened(page, served, published.visited)
            for finding in keyboard_faults(page, shown))


def test_the_first_link_skips_to_the_content(published: Published, served: str, visit):
    """Tab, Enter: the focus is at the content, and the next Tab goes on from there."""
    page = visit().new_page()
    for shown in opened(page, served, published.visited):
        if not shown.soup.find("nav"):
            continue
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("main:focus").wait_for(timeout=5000)


def test_a_page_reads_the_same_without_javascript(published: Published, served: str, visit):
    """Every word is there; only the search needs the script, and says what to do without."""
    with_script, without = visit().new_page(), visit(java_script_enabled=False).new_page()
    for shown in opened(with_script, served, published.visited):
        if shown.soup.find("noscript"):
            continue
        without.goto(served + shown.path)
        assert without.evaluate(WORDS) == with_script.evaluate(WORDS), shown.path


def test_nobody_else_is_asked_and_nothing_is_kept(published: Published, served: str, visit):
    """No third party, no cookie, no storage, no word in the console."""
    context = visit()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for shown in opened(page, served, published.visited):
        none_of(Finding(shown.path, "third party", url, "asked") for url in asked
                if not url.startswith((served + "/", "data:")))
        none_of(Finding(shown.path, "console", "page", words) for words in said)
        assert context.cookies() == [], shown.path
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, shown.path


def test_a_first_visit_to_an_article_is_light(sample: Published, served_sample: str,
                                              browser: Browser):
    """HTML, style and script in 30 kB, with the fonts in 100 kB, packed by gzip; images apart."""
    for article in sample.articles:
        text, fonts = weight(sample, served_sample, browser, article)
        print(f"{article.path}: {text} bytes, {text + fonts} with fonts")
        assert text <= FIRST_VISIT["text"], article.path
        assert text + fonts <= FIRST_VISIT["with fonts"], article.path


def opened(page: Page, served: str, pages: list[WebPage]) -> Iterator[WebPage]:
    """Open one page after the other."""
    for shown in pages:
        page.goto(served + shown.path)
        yield shown


def too_wide(page: Page, shown: WebPage) -> Iterator[Finding]:
    """Find what does not fit as it is, and what does not once the text is spaced."""
    for where in page.evaluate(TOO_WIDE):
        yield Finding(shown.path, "reflow", where, "wider than the window")
    page.add_style_tag(content=TEXT_SPACING)
    for where in page.evaluate(TOO_WIDE) + page.evaluate(CUT_OFF):
        yield Finding(shown.path, "text spacing", where, "cut off or too wide")


def keyboard_faults(page: Page, shown: WebPage) -> Iterator[Finding]:
    """Find what the Tab key does not reach, or does not show."""
    places = page.evaluate(FOCUSABLE)
    for place in places:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["place"] != place:
            yield Finding(shown.path, "tab order", focused["html"], "is not the next one")
            return
        if not (focused["shown"] and focused["inView"]):
            yield Finding(shown.path, "focus", focused["html"], "the focus is not seen")
    page.keyboard.press("Tab")
    if page.evaluate(FOCUSED)["place"] in places[1:]:
        yield Finding(shown.path, "keyboard trap", places[-1], "Tab does not leave the page")


def weight(site: Published, served: str, browser: Browser, article: WebPage) -> tuple[int, int]:
    """Return the packed bytes of a first visit: HTML, style and script; fonts."""
    context = browser.new_context()
    page = context.new_page()
    asked: dict[str, str] = {}
    page.on("request", lambda request: asked.update({request.url: request.resource_type}))
    page.goto(served + article.path, wait_until="networkidle")
    context.close()
    sizes = {"text": 0, "font": 0}
    for url, kind in asked.items():
        path = urlsplit(url).path
        content = (site.root / (path + "index.html" if path.endswith("/") else path).lstrip("/")
                   ).read_bytes()
        if kind in ("document", "stylesheet", "script"):
            sizes["text"] += len(gzip.compress(content))
        elif kind == "font":
            sizes["font"] += len(content)
    return sizes["text"], sizes["font"]
