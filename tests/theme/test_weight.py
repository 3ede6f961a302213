"""What a first visit to an article costs its reader."""

import gzip
import re

import pytest

from tests.conftest import PROJECT, Site

STATIC = PROJECT / "theme" / "static"
KILOBYTE = 1000


@pytest.fixture
def article(site: Site) -> str:
    """Return the page of a long article with all that can be on one."""
    site.write("laws.toml", '[a]\nname.fr = "Loi"\nname.en = "Law"\nchinese = "法"\n')
    text = "\n\n".join(f"## Partie {part}\n\n" + f"Un paragraphe, *en italique*, {part}. " * 60
                       for part in range(6))
    site.article("2024-01-01-a.fr.md", "!!! facts\n    - Un.\n\n" + text, "laws: a\ntags: trade")
    site.article("2024-01-02-b.fr.md", "Texte.", "laws: a\ntags: trade")
    assert site.errors() == []
    return (site.options.output / "fr/articles/a/index.html").read_text("utf-8")


def packed(text: str) -> int:
    """Return the size of a text as a web server sends it."""
    return len(gzip.compress(text.encode(), 9))


def test_page_and_styles_are_light_and_there_is_no_script(article: str):
    """At most 30 kB, gzip."""
    styles = (STATIC / "site.css").read_text(encoding="utf-8")

    assert packed(article) + packed(styles) <= 30 * KILOBYTE
    assert not re.search(r"<script(?![^>]*ld\+json)", article)
    assert " style=" not in article and "<style" not in article


def test_the_script_of_the_forms_is_small():
    """About 4 kB, gzip; no page without a form loads it."""
    assert packed((STATIC / "form.js").read_text(encoding="utf-8")) < 4.1 * KILOBYTE


def test_with_every_font_it_stays_light(article: str):
    """At most 100 kB, though few pages need the italic."""
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    styles = (STATIC / "site.css").read_text(encoding="utf-8")

    assert packed(article) + packed(styles) + fonts <= 100 * KILOBYTE
