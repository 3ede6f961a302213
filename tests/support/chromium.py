"""Chromium, as the tests start it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.support.needs import need

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-extensions",
         "--disable-features=PreloadTopChromeWebUI,WebUITabStrip,SidePanel,InitialWebUI"]
"""Without what a person’s window has around its pages, which takes a quarter of the time."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium for a block, or skip the test where there is none."""
    need(CHROMIUM, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
