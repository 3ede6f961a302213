"""Other people's checkers on every page: Nu, html-validate, axe, pa11y, linkinator, Lighthouse."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage
from tests.battery.tools import MODULES, command, need_modules, node, nu_checker

pytestmark = pytest.mark.thorough

AXE = MODULES / "axe-core" / "axe.min.js"
AXE_RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                        "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""By night only what depends on colours is asked again."""

ASK_AXE = """async (rules) => (await axe.run({runOnly: rules})).violations
    .flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) =>
        ({id, help, target: target.join(" "), why: failureSummary})))"""

SCORES = {"accessibility": 100, "best-practices": 100, "seo": 100}

STEADY = {"cumulative-layout-shift": 0, "total-byte-weight": 130_000}
"""What no figure of a page may exceed: a shift while it loads, and its bytes with all it asks for.
How fast it is depends on what else the machine does: `bench/lighthouse.py` says it."""


def test_the_nu_html_checker_has_nothing_to_say(published: Published):
    """Pages, style sheets and drawings follow the standards."""
    none_of(Finding(said["url"].partition(str(published.root))[2], f"Nu {said['type']}",
                    said.get("extract", "").strip(), said["message"])
            for said in nu_checker(published.judged(".html", ".css", ".svg")))


def test_html_validate_has_nothing_to_say(published: Published):
    """All rules of its presets for markup, documents and accessibility."""
    files = [str(file) for file in published.judged(".html")]
    none_of(Finding(Path(said["page"]).relative_to(published.root).as_posix(), said["rule"],
                    said["selector"], said["message"])
            for said in node("html-validate.mjs", given=files))


def test_axe_finds_nothing(published: Published, served: str, browser: Browser):
    """WCAG 2.2 A and AA, and what its authors hold to be good practice, by day and by night."""
    need_modules()
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    none_of(finding for shown in published.visited for finding in axe(page, served, shown))


def test_pa11y_finds_nothing(published: Published, served: str):
    """WCAG 2.1 AA as HTML CodeSniffer reads it."""
    said = node("pa11y.mjs", given=[served + page.path for page in published.visited])
    none_of(Finding(fault["page"].removeprefix(served), fault["code"], fault["selector"],
                    fault["message"]) for fault in said)


def test_linkinator_finds_no_broken_link(sample: Published, served_sample: str):
    """Pages, anchors and files of the site; nobody else is asked."""
    done = command("linkinator", served_sample, "--recurse", "--check-fragments",
                   "--format", "json", "--skip", f"^(?!{served_sample}/)")
    links = json.loads(done.stdout)["links"]
    assert len(links) > len(sample.pages)
    none_of(Finding(link.get("parent", "").removeprefix(served_sample), "broken link",
                    link["url"], f"status {link.get('status')}")
            for link in links if link["state"] == "BROKEN")


def test_lighthouse_gives_a_hundred(sample: Published, served_sample: str):
    """Home, list, article and form page, on a phone."""
    judged = node("lighthouse.mjs", given=[served_sample + path for path in typical(sample)])
    none_of(finding for page in judged
            if not SCORES.items() <= page["scores"].items()
            or any(page["figures"][name] > most for name, most in STEADY.items())
            for finding in lacking(page, served_sample))


def axe(page: Page, served: str, shown: WebPage) -> Iterator[Finding]:
    """Ask axe about one page."""
    page.goto(served + shown.path)
    # Evaluated, not added as an element: the site's policy would stop it.
    page.evaluate(AXE.read_text("utf-8"))
    for scheme, rules in AXE_RULES.items():
        page.emulate_media(color_scheme=scheme)
        for fault in page.evaluate(ASK_AXE, rules):
            yield Finding(shown.path, f"axe {fault['id']} ({scheme})", fault["target"],
                          fault["why"])


def typical(site: Published) -> list[str]:
    """Return the addresses of a home, list, article and form page, in one language or another."""
    one, other = site.options.languages
    article = next(page.path for page in site.articles if page.lang == one)
    return [f"/{one}/", f"/{other}/archives/", article, site.address_of("contact", other)]


def lacking(page: dict[str, Any], served: str) -> Iterator[Finding]:
    """Tell what took points from a page, or that points are missing."""
    path = page["page"].removeprefix(served)
    yield Finding(path, "Lighthouse", "page", f"{page['scores']}, {page['figures']}")
    for fault in page["faults"]:
        yield Finding(path, f"Lighthouse {fault['id']}", fault["where"],
                      f"{fault['title']} {fault['value']}")
