"""Somebody who writes at the desk of a firm, in a real browser."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from plugins.desk.context import Person
from plugins.desk.people.accounts import invite
from plugins.desk.store import Store
from tests.battery.test_checkers import ASK_AXE, AXE, AXE_RULES

PASSWORD = "a short sentence of mine"


@dataclass
class Writer:
    """A person in a browser of her own; `faults` are what no page may do."""

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    @classmethod
    def come(cls, browser: Browser, origin: str, store: Store, address: str) -> "Writer":
        """Open the address of an invitation, choose a password, and log in again with it."""
        person = Person(address, address.partition("@")[0], "en", True)
        token = invite(store, person, datetime.now(UTC))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        writer = cls(context.new_page(), origin)
        writer.watch(context)
        page = writer.open(f"/_desk/invitation?token={token}")
        expect(page.get_by_label("Password")).to_be_focused()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        writer.press("Log out")
        expect(page.get_by_label("Email address")).to_be_focused()
        page.keyboard.type(address)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Texts")).to_be_visible()
        return writer

    def watch(self, context: BrowserContext) -> None:
        """Keep what goes to another host, and what the browser finds wrong."""
        here = (self.origin, "data:", "blob:")
        context.on("request", lambda asked: None if asked.url.startswith(here) else
                   self.faults.append(asked.url))
        context.on("console", lambda said: self.faults.append(f"{said.text} {said.location['url']}")
                   if said.type == "error" and "409" not in said.text else None)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def open(self, path: str) -> Page:
        """Open a page of the desk."""
        self.page.goto(f"{self.origin}{path}")
        return self.page

    def press(self, name: str) -> None:
        """Press the first button of a name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def axe(self) -> None:
        """Have axe look at the page by day and by night, and see that it fits a narrow screen."""
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 800})
        if self.page.evaluate("document.documentElement.scrollWidth") > 320:
            self.faults.append(f"{self.page.url} is wider than 320 pixels")
        self.page.set_viewport_size(size)
        if AXE.exists():
            # Not a script of the page: its rules let none in that is not the desk's own.
            self.page.evaluate(AXE.read_text("utf-8"))
            for scheme, rules in AXE_RULES.items():
                self.page.emulate_media(color_scheme=scheme)
                self.faults += map(str, self.page.evaluate(ASK_AXE, rules))
            self.page.emulate_media(color_scheme="light")

    def body(self, lang: str) -> Locator:
        """Return where the text of a language is written."""
        return self.page.locator(f"[id='{lang}.body']")

    def field(self, lang: str, name: str) -> Locator:
        """Return a field of the header, of which the others are shown first."""
        self.page.locator(f"[data-lang={lang}] details.header").evaluate("part => part.open = true")
        return self.page.locator(f"[id='{lang}.{name}']")

    def tool(self, name: str) -> None:
        """Press a button of the French text."""
        self.page.locator("[data-lang=fr]").get_by_role("button", name=name, exact=True).click()

    def save(self, said: str = "Saved.") -> None:
        """Save by the key, and be told so."""
        self.page.keyboard.press("Control+s")
        expect(self.page.locator("#state")).to_have_text(said)

    def ended(self, said: str = "Done.") -> None:
        """Wait for the end of what a button has begun."""
        expect(self.page.get_by_role("link", name="Go back")).to_be_visible(timeout=60_000)
        expect(self.page.locator("#work")).to_contain_text(said)
