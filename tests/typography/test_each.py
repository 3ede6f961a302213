"""Each element, unit and word that typesetting knows does its part, and its neighbours do not."""

import pytest

from plugins.typography import typeset

BLOCKS = [
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p",
    "pre", "section", "select", "summary", "table", "tbody", "td", "template", "tfoot", "th",
    "thead", "title", "tr", "ul", "video", "audio"
]


def spaced(text: str) -> str:
    """Return `text` with U+00A0 for ␣ and U+202F for ¦, which a reader could not see."""
    return text.replace("␣", "\u00a0").replace("¦", "\u202f")


@pytest.mark.parametrize("name", [*BLOCKS, "H2", "Li"])
def test_a_quotation_does_not_go_from_block_to_block(name: str) -> None:
    """Two blocks are two texts, whatever is between them."""
    for html in (f'un "mot <{name}>mot" deux', f'un "mot </{name}>mot" deux'):
        assert typeset(html, "en") == html


@pytest.mark.parametrize("name", [
    "a", "abbr", "b", "bdi", "cite", "dfn", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr"])
def test_a_quotation_goes_on_in_an_element_of_a_line(name: str) -> None:
    """Its words are read in one breath."""
    assert typeset(f'un "mot <{name}>mot" deux', "en") == f"un “mot <{name}>mot” deux"


@pytest.mark.parametrize("name", ["code", "kbd", "samp", "pre", "math", "svg", "tt"])
def test_what_is_literal_is_not_typeset(name: str) -> None:
    """Neither is what is in it; what comes after it is."""
    html = f"<{name}>l'avis <b>'a' ...</b></{name}>l'avis"

    assert typeset(html, "fr") == f"<{name}>l'avis <b>'a' ...</b></{name}>l’avis"


@pytest.mark.parametrize("tag", [
    "<img>", "<input>", "<embed>", "<object></object>", "<img/>", "<code>x</code>",
    "<i lang=zh>信</i>"])
def test_what_is_seen_is_a_word_to_the_mark_after_it(tag: str) -> None:
    """French puts its space after an image as after a word."""
    assert typeset(f"a {tag} ? b", "fr") == spaced(f"a {tag}¦? b")


@pytest.mark.parametrize("tag", ["<wbr>", "<b></b>", "<!-- x -->", "<link>"])
def test_what_nobody_sees_parts_no_mark_from_its_word(tag: str) -> None:
    """The spaces around it are one."""
    assert typeset(f"a {tag} ? b", "fr") == spaced(f"a{tag}¦? b")
    assert typeset(f"{tag} ? b", "fr") == f"{tag} ? b"


@pytest.mark.parametrize("name", ["p", "li", "dt", "dd", "td", "th", "tr", "option"])
def test_an_item_ends_where_the_next_begins(name: str) -> None:
    """Its language with it: HTML lets the end tag be left out."""
    assert typeset(f'<{name} lang=en>"a"<{name}>"b"', "fr") \
        == spaced(f'<{name} lang=en>“a”<{name}>«␣b␣»')


@pytest.mark.parametrize("name", ["div", "section", "blockquote", "ul", "table", "article"])
def test_a_block_in_a_block_keeps_the_language_around_it(name: str) -> None:
    """It has not ended."""
    assert typeset(f'<{name} lang=en>"a"<{name}>"b"', "fr") == f"<{name} lang=en>“a”<{name}>“b”"


@pytest.mark.parametrize("block", ["p", "div", "ul", "h2", "table"])
def test_a_paragraph_ends_where_a_block_begins(block: str) -> None:
    """As in a browser."""
    assert typeset(f'<p lang=en>"a"<{block}>"b"', "fr") == spaced(f"<p lang=en>“a”<{block}>«␣b␣»")


@pytest.mark.parametrize("unit", [
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "m²", "m2", "m³", "m3", "km²", "cm²", "mm³",
    "ha", "l", "L", "ml", "mL", "cl", "hl", "Ko", "ko", "Mo", "Go", "To", "W", "kW", "MW",
    "GW", "kWh", "MWh", "Hz", "kHz", "MHz", "GHz", "°C", "h", "min", "million", "millions",
    "milliard", "milliards", "CNY", "RMB", "USD", "EUR", "GBP", "HKD", "JPY", "CHF", "euro",
    "euros", "dollar", "dollars", "yuan", "yuans", "%", "‰", "€", "$", "£", "¥", "k€", "K€",
    "M€", "Md€", "Mds€", "HK$", "US$", "NT$", "CA$"])
def test_a_number_keeps_its_unit(unit: str) -> None:
    """A line never ends between them; what only begins like a unit is none."""
    assert typeset(f"soit 12 {unit} b", "fr") == spaced(f"soit 12␣{unit} b")
    assert typeset(f"soit 12 {unit}x", "fr") == f"soit 12 {unit}x"
    assert typeset(f"soit un {unit}", "fr") == f"soit un {unit}"


@pytest.mark.parametrize("word", [
    "n°", "N°", "n°s", "N°s", "nº", "nºs", "nᵒ", "nᵒˢ", "art.", "Art.", "M.", "MM.", "Mme",
    "Mmes", "Mlle", "Mlles", "Dr", "p.", "pp."])
def test_a_word_that_announces_keeps_its_number_or_name(word: str) -> None:
    """A line never ends after it; as the end of another word it announces nothing."""
    assert typeset(f"voir {word} 12 b", "fr") == spaced(f"voir {word}␣12 b")
    assert typeset(f"voir ({word}\n12)", "fr") == spaced(f"voir ({word}␣12)")
    assert typeset(f"voir x{word} 12", "fr") == f"voir x{word} 12"
    assert typeset(f"voir x-{word} 12", "fr") == f"voir x-{word} 12"
    assert typeset(f"voir {word} – 12", "fr") == f"voir {word} – 12"


@pytest.mark.parametrize("sign", ["§", "§§"])
def test_a_sign_that_announces_keeps_its_number(sign: str) -> None:
    """Nothing else follows it so closely."""
    assert typeset(f"voir {sign} 12", "fr") == spaced(f"voir {sign}␣12")
    assert typeset(f"voir {sign} – 12", "fr") == f"voir {sign} – 12"


@pytest.mark.parametrize("name", [
    "ISO", "IEC", "CEI", "DIN", "NF", "GB", "GB/T", "CN", "ZL", "EP", "WO"])
def test_the_number_of_a_standard_or_a_patent_stays_as_it_is(name: str) -> None:
    """With its letters it is a name; before a unit it is a quantity."""
    assert typeset(f"{name} 22 239", "fr") == f"{name} 22 239"
    assert typeset(f"x{name} 22 239 x", "fr") == spaced(f"x{name} 22¦239 x")
    assert typeset(f"{name} 22 239 kg", "fr") == spaced(f"{name} 22¦239␣kg")


@pytest.mark.parametrize("announced", [
    "SIREN", "Siren", "SIRENE", "SIRET", "RCS", "R.C.S.", "RC.S", "registre du commerce", "numéro",
    "Numéros", "immatriculée", "immatriculation", "intracommunautaire", "n°", "nº", "n° :"])
def test_the_number_of_a_firm_is_known_by_the_word_before_it(announced: str) -> None:
    """No space of it is changed."""
    number = "123 456 789"

    assert number in typeset(f"La société, {announced} {number}.", "fr")
    assert spaced("123¦456¦789") in typeset(f"La société, x{announced}x {number}.", "fr")


@pytest.mark.parametrize("between", [
    "", ":", "(", "no", "nos", "numéro", "numéros", "unique", "sous le", "la", "les", "de", "du",
    "des", "en", "à", "au", "aux", "et", "par", "est", "sociétés", "commerce", "registre", "greffe",
    "tribunal", "ville", "d’identification", "d'identification", "entreprise", "de Paris B",
    "de Saint-Denis (La Réunion)", "« unique »"])
def test_only_a_place_or_a_joining_word_is_between_them(between: str) -> None:
    """After any other word, a number of nine digits is a quantity."""
    assert "123 456 789" in typeset(f"RCS {between} 123 456 789", "fr")
    assert spaced("123¦456¦789") in typeset(f"RCS {between} compte 123 456 789", "fr")


@pytest.mark.parametrize("counted", [
    "actions", "parts", "francs", "personnes", "habitants", "entreprises", "sociétés",
    "inscrits", "inscriptions", "immatriculations", "salariés", "clients", "utilisateurs"])
def test_what_is_counted_is_a_quantity(counted: str) -> None:
    """Also near the register."""
    assert typeset(f"RCS : 123 456 789 {counted}", "fr") \
        == spaced(f"RCS␣: 123¦456¦789 {counted}")
