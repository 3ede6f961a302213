"""How a title is broken into lines, and what a card shows."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.cards.card import Card
from plugins.cards.draw import FOOT, LEADING, MARGIN, SIZES, TITLE, draw, set_title
from plugins.cards.fonts import Fonts, glyphs, missing, width
from plugins.cards.gallery import seal
from tests.conftest import PROJECT

BOX = (1000, 256)


def measure(text: str) -> float:
    """Return the width of a text in a font of two widths."""
    return sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text)


@pytest.mark.parametrize(("title", "lines"), [
    ("Données", ("Données",)),
    ("Xiaohongshu, the other Little Red Book", ("Xiaohongshu, the other", "Little Red Book")),
    ("Cosmétiques importés\u00a0: enregistrer ou notifier",
     ("Cosmétiques importés\u00a0:", "enregistrer ou notifier")),
    ("Foreign investment in China: one law replaces three",
     ("Foreign investment in China:", "one law replaces three")),
])
def test_the_lines_of_a_title_are_alike_and_end_where_the_sense_pauses(title, lines):
    """No article is left at the end of a line, and no mark at the beginning of the next."""
    assert set_title(title, *BOX, measure).lines == lines


def test_a_long_title_is_set_in_smaller_type():
    """It is read to its end, rather than cut."""
    title = "La loi chinoise sur les données personnelles " * 5

    setting = set_title(title.strip(), *BOX, measure)

    assert setting.size < SIZES[2]
    assert " ".join(setting.lines) == title.strip()


def test_what_no_size_can_hold_is_cut():
    """A card is no place for a page of text."""
    setting = set_title("mot " * 400, *BOX, measure)

    assert setting.size == SIZES[-1]
    assert setting.lines[-1].endswith("mot…")


def test_chinese_breaks_between_characters_but_not_before_a_closing_mark():
    """Neither does a line end with an opening one."""
    title = "关于《中华人民共和国公司法》修订后注册资本五年缴足规定的若干问题：如何？"

    lines = set_title(title, *BOX, measure).lines

    assert len(lines) > 1
    assert not any(line[0] in "》：？，" or line[-1] in "《（" for line in lines)


def test_a_no_break_space_holds_together_what_it_is_between():
    """French marks stay with their words, in Chinese company too."""
    title = "«\u00a0小红书\u00a0» et sa loi\u202f: pourquoi donc\u202f? " * 3

    for line in set_title(title.strip(), *BOX, measure).lines:
        assert line[0] not in "»:?" and line[-1] != "«"


@given(st.text(alphabet="ab éÉ中国《》，«»\u00a0\u202f-—’.", min_size=1, max_size=300))
def test_no_title_overflows_its_card(title: str):
    """Whatever an editor writes, at most down to the last line of the box."""
    setting = set_title(title, *BOX, measure)

    assert len(setting.lines) * setting.size * LEADING <= BOX[1]
    assert all(measure(line) * setting.size <= BOX[0] + 1 for line in setting.lines)
    if not setting.lines[-1].endswith("…"):
        assert "".join(setting.lines).replace(" ", "") == title.replace(" ", "")


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
    """No letter is drawn as an empty box."""
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
    """As in the text of the site: those of a year are not as high as capitals."""
    serif = FONTS.at(400, False, 200)
    heights = {digit: serif.getbbox(digit, anchor="ls")[1] for digit in "018"}

    assert heights["8"] < heights["0"] - 15


def test_a_title_is_between_masthead_and_date():
    """The date keeps its air under the longest title."""
    card = picture("Le règlement d’application de la loi sur la protection des données " * 5)
    gap = card.crop((0, FOOT - 50, 1200, FOOT - 30))

    assert gap.getextrema()[0] == gap.getextrema()[1]
    assert card.crop((0, TITLE, 1200, FOOT - 60)).getextrema()[0] < 60
