"""What every page of an edition may use: links that name contents, notes beside their lines."""

from pathlib import Path

import pytest

from plugins.core.look import Look
from plugins.site.templates import asset_links, notes_beside


def test_another_content_has_another_link(tmp_path: Path):
    """What a browser keeps for ever never goes stale, also below a path of the host."""
    style = tmp_path / "site.css"
    style.write_text("a")
    first = asset_links(tmp_path, "https://a.example/letter", Look())("site.css")
    again = asset_links(tmp_path, "https://a.example/letter", Look())("site.css")
    style.write_text("b")
    second = asset_links(tmp_path, "https://a.example/letter", Look())("site.css")

    assert first == again == "/letter/theme/site.css?v=ca978112"
    assert second == "/letter/theme/site.css?v=3e23e816"


REFERENCE = '<sup id="fnref-a"><a class="footnote-ref" href="#fn-a">1</a></sup>'
NOTE = ('<li id="fn-a">\n<p>See <a href="/x/">x</a>.&#160;<a class="footnote-backref" '
        'href="#fnref-a" title="Back">↩</a></p>\n</li>')
END = '<div class="footnote">\n<hr>\n<ol>\n{}\n</ol>\n</div>'
BESIDE = '<small class="note" data-pagefind-ignore>1 See <a href="/x/">x</a>.</small>'


@pytest.mark.parametrize(("text", "place"), [
    (f"<p>One{REFERENCE} and two.</p>", f"One{REFERENCE}{BESIDE} and two.</p>"),
    (f'<section aria-label="T" class="table"><td>{REFERENCE}</td></section><p>b</p>',
     f"{REFERENCE}</td></section>{BESIDE}<p>b</p>"),
    (f"<h2>A{REFERENCE}</h2><p>b</p>", f"A{REFERENCE}</h2>{BESIDE}<p>b</p>")])
def test_a_note_is_also_beside_its_line(text: str, place: str):
    """Where a page is wide; behind a table, which would cut it off, and never in a heading."""
    html = notes_beside(text + END.format(NOTE))

    assert place in html
    assert '<div class="footnote footnote--beside">' in html


@pytest.mark.parametrize("notes", [
    "", NOTE.replace("See", "A.</p>\n<p>See"), NOTE + '<li id="fn-b"><ul><li>x</li></ul></li>'])
def test_where_a_note_is_more_than_a_paragraph_all_are_at_the_end(notes: str):
    """Such a note fits no line."""
    html = f"<p>One{REFERENCE}.</p>" + END.format(notes)

    assert notes_beside(html) == html
