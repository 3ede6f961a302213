"""In French a quantity is set as a quantity; a number that is a name is nobody's to change."""

import pytest

from plugins.typography import typeset

AN_AMOUNT_IN_WORDS = "Le RCS compte 250 000 000 inscriptions"


def spaced(text):
    """Return `text` with U+00A0 for ␣ and U+202F for ¦, which a reader could not see."""
    return text.replace("␣", "\u00a0").replace("¦", "\u202f")


@pytest.mark.parametrize(("written", "printed"), [
    # Currencies and units.
    ("10 M€, 5 k€, 3 Md€ et 2 Mds€", "10␣M€, 5␣k€, 3␣Md€ et 2␣Mds€"),
    ("5 M$ ou 40 HK$ ou 7 US$", "5␣M$ ou 40␣HK$ ou 7␣US$"),
    ("30 m2, 4 m3, 2 km2, 9 km²", "30␣m2, 4␣m3, 2␣km2, 9␣km²"),
    ("1 euro, 20 euros, 5 dollars", "1␣euro, 20␣euros, 5␣dollars"),
    ("1 yuan ou 1 000 yuans", "1␣yuan ou 1¦000␣yuans"),
    ("10 <b>M€</b>", "10␣<b>M€</b>"),
    # Quantities near the words that announce a firm's number.
    ("La TVA due est de 125 000 000 €", "La TVA due est de 125¦000¦000␣€"),
    (AN_AMOUNT_IN_WORDS, AN_AMOUNT_IN_WORDS.replace("0 0", "0¦0")),
    ("le RCS de Paris : 250 000 000 sociétés", "le RCS de Paris␣: 250¦000¦000 sociétés"),
    ("SIREN : 125 000 000 %", "SIREN␣: 125¦000¦000␣%"),
    ("un numéro de 125 000 000 dollars", "un numéro de 125¦000¦000␣dollars"),
    ("RCS Paris 123 456 789, capital : 125 000 000 €",
     "RCS Paris 123 456 789, capital␣: 125¦000¦000␣€"),
    ("SIREN 123 456 789 et 250 000 000 euros", "SIREN 123 456 789 et 250¦000¦000␣euros"),
    ("ISO 27 001 € et ISO : 27 001", "ISO 27¦001␣€ et ISO␣: 27¦001"),
    ("n° 123 456 789", "n°␣123 456 789"),
    # Words that announce.
    ("p. XII", "p.␣XII"),
    ("p. xii", "p.␣xii"),
    ("pp. 12-15", "pp.␣12-15"),
    ("n ° 12", "n°␣12"),
    ("le N ° 12", "le N°␣12"),
    ("n°s 14 et 15", "n°s␣14 et 15"),
    ("nᵒˢ 14 et 15, nº 5", "nᵒˢ␣14 et 15, nº␣5"),
    ("nos 14 et 15.", "nos␣14 et 15."),
    ("n<sup>os</sup> 14, 15 et 16 de la revue", "n<sup>os</sup>␣14, 15 et 16 de la revue"),
])
def test_a_quantity_and_the_number_of_a_page_keep_their_word(written, printed):
    """A line never ends between a number and what it counts, or the word that announces it."""
    assert typeset(written, "fr") == spaced(printed)


@pytest.mark.parametrize("written", [
    # Firms.
    "registre du commerce et des sociétés de Paris sous le numéro 123 456 789",
    "immatriculée au RCS de Saint-Denis (La Réunion) sous le n°␣123 456 789",
    "immatriculée à Aix-en-Provence 123 456 789", "R.C.S. Paris B 123 456 789",
    "RCS Lyon no 123 456 789",
    "au greffe de Paris, numéro unique d’identification 123 456 789", "numéro SIREN␣: 123 456 789",
    "<b>SIREN</b> 123 456 789", "le numéro SIREN est le 123 456 789", "n°␣SIRET 123 456 789 00012",
    "SIREN 123 456 789 et 987 654 321", "SIREN 123 456 789, 987 654 321 ou 111 222 333",
    "SIREN 123 456 789 (Alpha)¦; 987 654 321 (Bêta)", "numéros 123 456 789 et 987 654 321",
    "123 456 789 RCS Paris", "n°␣TVA intracommunautaire FR 12 123 456 789", "FR12 123 456 789",
    "numéro de TVA intracommunautaire␣: 12 123 456 789", "SIREN 123\n456 789",
    # Standards and patents.
    "ISO 27 001", "ISO/IEC 27 001", "brevet CN 109 876 543 A", "GB/T 22 239",
    # Words that are others.
    "nos 14 clients", "nos 14 et 15 clients", "nos 2 ou 3 agences", "nos clients",
    "dominos 14 et 15",
    "la p. suivante", "la p. il", "p. ex. 5", "10 p. c.", "app. 12", "un n ° suivant", "an ° 5",
    # Units that are others.
    "10 Mots", "5 m25", "3 eurosceptiques", "5 HK", "en US 10", "10 dollars-or", "10M€", "30m2",
    "10 M$X",
])
def test_a_number_that_is_a_name_stays_as_it_is(written):
    """The number of a firm is read in the register as it is printed."""
    written = spaced(written)

    assert typeset(written, "fr") == written


@pytest.mark.parametrize(("written", "printed"), [
    ('il dit :"oui"', "il dit␣: «␣oui␣»"),
    ('il dit:"oui".', "il dit␣: «␣oui␣»."),
    ('Quoi ?"Oui" !', "Quoi¦? «␣Oui␣»¦!"),
    ('Non!"Oui" ;"peut-être"', "Non¦! «␣Oui␣»¦; «␣peut-être␣»"),
    ("il dit :«oui»", "il dit␣: «␣oui␣»"),
    ('"il dit :"oui" hier"', "«␣il dit␣: “oui” hier␣»"),
    ('il dit :<b>"oui"</b>', "il dit␣: <b>«␣oui␣»</b>"),
    ('"Quoi ?" dit-il, "oui"', "«␣Quoi¦?␣» dit-il, «␣oui␣»"),
    ("(sic ! )", "(sic¦!)"),
    ("(quoi ? ).", "(quoi¦?)."),
    ("(etc. )", "(etc.)"),
    ("(<em>sic !</em> )", "(<em>sic¦!</em>)"),
])
def test_a_quotation_opens_after_a_mark_and_a_parenthesis_closes_up(written, printed):
    """A mark calls for its spaces, whatever was typed around it."""
    assert typeset(written, "fr") == spaced(printed)


@pytest.mark.parametrize("written", [
    'mot¦?" puis', 'mot¦!"', 'a␣:"', 'a␣:" b"', '::"', "::\"a", "«␣Quoi¦?␣» dit-il", 'a␣:"b',
    'un "" deux', "a:-)", "(sic¦!)", "sic¦!\u2003)", "(sic¦! a)",
])
def test_a_mark_before_a_quote_that_opens_nothing_changes_nothing(written):
    """A quote at the end of a sentence still closes; data and emoticons are no sentence."""
    written = spaced(written)

    assert typeset(written, "fr") == written


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
