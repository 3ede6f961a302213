"""A text holds nothing that the site’s own Content Security Policy keeps from its readers."""

import pytest

from plugins.check.markup import blocked_by_policy


@pytest.mark.parametrize("body", [
    '<iframe src="https://video.example/1" title="Film"></iframe>', "<script>a()</script>",
    "<STYLE>p { color: red }</STYLE>", '<video src="/a.mp4" controls></video>',
    "![Le tribunal](https://elsewhere.example/a.png)", '<img alt="x" src="//elsewhere.example/a">',
])
def test_what_browsers_would_leave_out_is_an_error(lines_of, body: str):
    """An editor sees it in no preview of a word processor, and readers would see a hole."""
    assert lines_of(blocked_by_policy, f"Texte.\n\n{body}") == [(6, "error")]


@pytest.mark.parametrize("body", [
    '<p style="text-align: justify;">Texte.</p>', "<p class='a' onclick='b()'>Texte.</p>",
])
def test_an_attribute_without_effect_is_a_warning(lines_of, body: str):
    """Imported texts are full of them, and lose nothing that is read."""
    assert lines_of(blocked_by_policy, body) == [(4, "warning")]


@pytest.mark.parametrize("body", [
    "`<iframe>`", "```\n<script>\n```", "<!-- <iframe> -->", "![Alt]({static}/images/a.png)",
    "[Un film](https://video.example/1)", '<p title="style=" class="onwards">Texte.</p>',
    "a < b et c > d",
])
def test_code_links_and_our_own_images_are_left_alone(lines_of, body: str):
    """What is shown as code asks the browser for nothing."""
    assert lines_of(blocked_by_policy, body) == []
