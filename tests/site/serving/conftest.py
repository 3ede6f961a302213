"""A whole site, built once as it is published."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Site, locked, made_once, new_site


def production(folder: Path, **settings: object) -> Site:
    """Return a small site with the settings of production."""
    site = new_site(folder)
    return site.with_options(settings={**site.options.settings, "PRODUCTION": True, **settings})


@pytest.fixture(scope="session")
def published() -> Path:
    """Return the folder of a small published site that the first worker builds for all of them."""
    folder = made_once() / "published"
    with locked(made_once() / "publishing"):
        if not folder.exists():
            folder.mkdir()
            publish(folder)
    return folder / "output"


def publish(folder: Path) -> None:
    """Publish a site with an image, old addresses and an issue."""
    site = production(folder)
    shutil.copytree(PROJECT / "content" / "images", site.options.content / "images")
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-good.{lang}.md",
                     "Text. " * 300 + "\n\n![An image]({static}/images/xiaohongshu.png)")
        site.write(f"issues/2018-07.{lang}.md",
                   "date: 2018-07-05\nsubject: S\npreview: P\narticles: good\n")
    site.write("redirects.csv", "old,new\n/2018/07/03/été/,/fr/articles/good/\n"
               "/old.html,/en/\n/feed/,/fr/feed.xml\n"
               "/?p=12,/fr/articles/good/\n/?p=13,/en/articles/good/\n/?page_id=3,/fr/contact/\n"
               "/?lang=en&p=12,/en/articles/good/\n/fr/?lang=en,/en/\n"
               "/?tag=%C3%A9t%C3%A9+1,/en/contact/\n/feed/?cat=3&feed=rss2,/en/feed.xml\n"
               + "".join(f"/?attachment_id={number},/fr/\n" for number in range(5000, 6000)))
    assert site.errors() == []
