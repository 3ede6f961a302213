"""An image says in words what it shows, or that it is decoration."""

import pytest

from plugins.check.markup import wordless_images


@pytest.mark.parametrize(("body", "level"), [
    ("![]({static}/images/a.png)", "error"),
    ("![ ]({static}/images/a.png)", "error"),
    ("![][1]\n\n[1]: {static}/images/a.png", "error"),
    ("<img src='a.png'>", "error"),
    ('<img alt="" src="a.png">', "error"),
    ("![]({static}/images/a.png){.wide}", "error"),
    ("![IMG_1234.jpg]({static}/images/a.png)", "warning"),
    ("![photo 2]({static}/images/a.png)", "warning"),
    ("![]({static}/images/a.png){.decorative}", ""),
    ('![]({static}/images/a.png "Titre"){: .decorative }', ""),
    ('<img alt="" class="wide decorative" src="a.png">', ""),
    ("![Un livre rouge]({static}/images/a.png)", ""),
    ("![Un [livre] rouge]({static}/images/a.png)", ""),
    ("![小红书]({static}/images/a.png)", ""),
    ('<img alt="Un livre" src="a.png">', ""),
    ("<img src={static}/images/a.png alt=livre>", ""),
    ('<img title="a > b" alt="Un livre" src="a.png">', ""),
    ('<img data-alt="Un livre" src="a.png">', "error"),
    ("![Un livre](https://elsewhere.example/a.png)", "warning"),
    ("![Un livre](data:image/png;base64,AAAA)", "warning"),
    ("`![](a.png)`", ""),
    ("Bravo ![", ""),
])
def test_an_image_without_words_is_told(lines_of, body: str, level: str):
    """What a camera left in their place is no word either."""
    assert lines_of(wordless_images, "x\n" + body) == ([(5, level)] if level else [])
