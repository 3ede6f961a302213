"""What a card shows."""

import io

import pytest
from PIL import Image

from plugins.cards.card import Card
from plugins.cards.draw import FOOT, MARGIN, TITLE, draw
from plugins.cards.fonts import Fonts, glyphs, missing, width
from plugins.cards.gallery import seal
from tests.conftest import PROJECT

THEME = PROJECT / "theme"
FONTS = Fonts(THEME / "cards")


def drawn(title: str, kicker: str = "Brève") -> bytes:
    """Return a card as a PNG."""
    return draw(Card(title, kicker, "3 juillet 2018", "Lettre de Chine", "Français"), FONTS,
                seal(THEME))


def picture(title: str) -> Image.Image:
    """Return a card in shades of grey."""
    return Image.open(io.BytesIO(drawn(title))).convert("L")


@pytest.mark.parametrize("title", [
    "Court", "小红书", "Le règlement d’application " * 12,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
])
def test_a_card_is_of_the_asked_size_and_light_to_load(title):
    """Networks ask for 1200 × 630 pixels; nothing touches the edge."""
    data = drawn(title)
    card = Image.open(io.BytesIO(data)).convert("L")
    paper = card.getpixel((0, 0))

    assert card.size == (1200, 630) and len(data) < 40_000
    right = card.crop((1200 - MARGIN + 6, 0, 1200, 630))
    assert right.getextrema() == (paper, paper)


def test_the_same_words_give_the_same_bytes():
    """A build from a clean start is identical to one that kept its cards."""
    assert drawn("Le titre de 小红书") == drawn("Le titre de 小红书")


def test_every_character_of_french_pinyin_and_plain_chinese_is_drawn():
    """No box stands where a letter should."""
    text = ("«\u00a0œuvre\u00a0» – L’été\u202f: À É Ç … € ½ “” ‘’ — ǎ ě ǐ ǒ ǔ ǚ Ā Nǚwá"
            "中华人民共和国个人信息保护法繁體臺灣龍，。、；：？！（）《》「」【】·")
    level = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))

    assert missing(text + b"".join(level).decode("gb2312", "ignore"), FONTS) == []
    assert missing("a😀ᚠ\u200b", FONTS) == ["😀", "ᚠ"]


def pieces(text: str) -> list[str]:
    """Return what is drawn of a text, each Chinese glyph in brackets."""
    return [f"[{glyph.char}]" if glyph.chinese else glyph.char
            for glyph in glyphs(text, 600, FONTS)]


def test_what_no_font_has_is_left_out():
    """A letter loses an accent that nobody has rather than its place."""
    assert "".join(pieces("a😀b")) == "ab"
    assert "".join(pieces("Łódź")) == "Lódz"


def test_a_topic_of_any_length_is_drawn():
    """It becomes smaller, and at last runs out of the card."""
    assert Image.open(io.BytesIO(drawn("Titre", "Catégorie " * 300))).size == (1200, 630)


def test_chinese_words_are_in_the_chinese_font():
    """Quotation marks that both share are of the text around them."""
    assert "".join(pieces("Lettre “小红书”.")) == "Lettre “[小][红][书]”."
    assert "".join(pieces("关于“红”")) == "[关][于][“][红][”]"


def test_a_narrow_no_break_space_is_a_narrow_gap():
    """Not a box, and less than a space."""
    serif = FONTS.at(600, False, 200)

    assert serif.getmask("\u202f").getbbox() is None
    assert 0 < width("\u202f", 600, FONTS) < width(" ", 600, FONTS)


def test_letters_are_kerned():
    """As on the site."""
    for pair in ("AV", "Te", "L’"):
        assert width(pair, 600, FONTS) < sum(width(char, 600, FONTS) for char in pair) - 0.01


def test_digits_are_old_style():
    """As in the text of the site: those of a year do not stand like capitals."""
    serif = FONTS.at(400, False, 200)
    heights = {digit: serif.getbbox(digit, anchor="ls")[1] for digit in "018"}

    assert heights["8"] < heights["0"] - 15


def test_a_title_stands_between_masthead_and_date():
    """The date keeps its air under the longest title."""
    card = picture("Le règlement d’application de la loi sur la protection des données " * 5)
    gap = card.crop((0, FOOT - 50, 1200, FOOT - 30))

    assert gap.getextrema()[0] == gap.getextrema()[1]
    assert card.crop((0, TITLE, 1200, FOOT - 60)).getextrema()[0] < 60
