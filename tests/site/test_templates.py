"""Links to the theme's files name their content."""

from pathlib import Path

from plugins.site.templates import asset_links


def test_another_content_has_another_link(tmp_path: Path):
    """What a browser keeps for ever never goes stale, also below a path of the host."""
    style = tmp_path / "site.css"
    style.write_text("a")
    first = asset_links(tmp_path, "https://a.example/letter")("site.css")
    again = asset_links(tmp_path, "https://a.example/letter")("site.css")
    style.write_text("b")
    second = asset_links(tmp_path, "https://a.example/letter")("site.css")

    assert first == again == "/letter/theme/site.css?v=ca978112"
    assert second == "/letter/theme/site.css?v=3e23e816"
