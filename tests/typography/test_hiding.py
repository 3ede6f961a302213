"""What only looks like a sentence is left alone, to its last character and no further."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.typography import RULES, typeset
from plugins.typography.hiding import NEVER, hide
from plugins.typography.marks import mark_chinese

WORDS = st.lists(st.sampled_from([
    *"ab0@.+'-:/~\\8;=)( \u00a0w*|{}[]\ue000", "www.", "http://", "a@b.c", "d'", "mailto:", "\n",
    "01 23 45 67 89", "+33 6 12 34", "''", ". .", "*|", "|*", "{a}", "{{", "}}", "[a b=c]", "C:",
]), max_size=14).map("".join)

TEXT = st.text(st.sampled_from([
    *"«»“”‘’\"';:!?%059.…,-–()°§ hnaMm\n\u00a0\u202f\ue000"]), max_size=30)


def hidden(text: str) -> str:
    """Return the text as `NEVER` hides it when it is tried at every place."""
    return NEVER.sub(lambda found: "\ue000" * len(found[0]), text)


@pytest.mark.parametrize("text", [
    "jean''@a.fr", "a01 23 45 67 89@b.fr", "C:/a", "~/a", "l'info@a.fr", "x:-) :-)", "a. . .",
    "mailto:a", "(www.a.fr)", "a\ue000http://b.fr", "{{ a }} b@c.fr", "",
])
def test_what_is_never_typeset_is_found_though_few_places_are_tried(text: str):
    """An address begins before the character at which it is asked for."""
    assert hide(text)[0] == hidden(text)


@pytest.mark.thorough
@settings(max_examples=3000, deadline=None)
@given(WORDS)
def test_no_place_that_matters_is_left_out(text: str):
    """In any combination."""
    assert hide(text)[0] == hidden(text)


@pytest.mark.thorough
@settings(max_examples=1500, deadline=None)
@given(TEXT)
def test_a_rule_finds_nothing_in_a_text_without_its_marks(text: str):
    """So it need not be asked there."""
    for rules in RULES.values():
        for marks, edits in rules:
            if marks and not set(text) & set(marks):
                assert not list(edits(text))


def spaced(text: str) -> str:
    """Return `text` with U+00A0 for ␣ and U+202F for ¦, which a reader could not see."""
    return text.replace("␣", "\u00a0").replace("¦", "\u202f")


@pytest.mark.parametrize("address", [
    *(f"{scheme}://a.fr/" for scheme in ("http", "https", "ftp", "sftp", "file", "ssh", "git")),
    "mailto:", "tel:", "data:", "urn:", "doi:", "www.", "/", "./", "../", "~/", "~\\", "C:/",
    "c:\\",
    "\\", "(/", "{filename}/", "{static}/", "{attach}", "{author}", "{category}", "{tag}",
    "{index}",
    "{form}", "/.",
])
def test_an_address_is_not_typeset_and_its_sentence_is(address: str) -> None:
    """A mark after it belongs to the sentence."""
    assert typeset(f"voir {address}l'a...b", "fr") == f"voir {address}l'a...b"
    for mark in "!?;":
        assert typeset(f"voir {address}l'a{mark} oui", "fr") \
            == spaced(f"voir {address}l'a¦{mark} oui")
    assert typeset(f"voir {address}l'a... l'avis", "fr") == f"voir {address}l'a… l’avis"


@pytest.mark.parametrize("start", ["gopher://", "xhttp://", "a/", "xwww.", "{nothing}"])
def test_what_is_no_address_is_a_sentence(start: str) -> None:
    """The words of it are typeset."""
    assert typeset(f"voir {start}l'avis", "fr") == f"voir {start}l’avis"


@pytest.mark.parametrize("word", ["c", "d", "j", "l", "m", "n", "s", "t", "qu"])
def test_a_word_elided_before_an_email_is_no_part_of_it(word: str) -> None:
    """The address stays as it is."""
    assert typeset(f"a {word}'o'brien@exemple.fr", "fr") == f"a {word}’o'brien@exemple.fr"


@pytest.mark.parametrize("written", [
    # Emails, shortcodes, the places of merge tags.
    "o'brien+d'a@exemple.fr", "a.d'b@exemple.fr", "a-d'b@exemple.fr", "[form l'a=]", "[form l'a=b]",
    "[/form l'a=b]", "[contact-form \"l'avis\"]", "[contact-form 'l!']", "[Contact-form 4 l'avis]",
    "[contact_form 4 l'avis]", "*|l'avis|*",
    # Telephones.
    "+33 (0)123 456 789", "+33 (0) 123 456 789", "+33 123 456 789", "+1.123 456", "+33-123 456",
    "+33␣123 456 789",
    "(:'D)", "immatriculé 123 456 789",
    # Numbers beside others.
    "12 10 000", "20° 10 000", "v.10 000", "v,10 000", "v-10 000", "v–10 000", "v/10 000",
    "SIREN 123 456 789 / 987 654 321", "SIREN 123 456 789, et 987 654 321",
    "SIREN 123 456 789 ainsi que 987 654 321", "SIREN 123 456 789 puis 987 654 321",
    "ISO 9 001", "ISO 123 456 789", "FR 12 123 456 789", "FRXX 123 456 789",
    # Words that announce no number.
    "nos 14 de la revue", "nos 14 et 15 clients", "nos 14 et 15, 16 clients", "p. vivre", "p. Ivre",
    "p. i", "an-n ° 5", "d’n ° 5", "x.n ° 5", "l’heure h 30",
    # Points.
    "1...2", "1...1a", "/...", "...\\a",
    # A mark that typesetting has put there makes no emoticon.
    "a¦:/ !", "«␣:/ !",
])
def test_what_is_named_or_counted_in_another_way_stays_as_it_is(written: str) -> None:
    """Not a space, not an apostrophe is changed."""
    assert typeset(spaced(written), "fr") == spaced(written)


@pytest.mark.parametrize(("written", "printed"), [
    ("immatricul_e 123 456 789", "immatricul_e 123¦456¦789"),
    ("xSIREN 123 456 789", "xSIREN 123¦456¦789"),
    ("RCS Pa_ris 123 456 789", "RCS Pa_ris 123¦456¦789"),
    ("RCS Paris’ 123 456 789", "RCS Paris’ 123¦456¦789"),
    ("SIREN 123 456 789 012", "SIREN 123¦456¦789¦012"),
    ("SIREN 123 456 789 (a(b) 987 654 321", "SIREN 123 456 789 (a(b) 987¦654¦321"),
    ("1 123 456 789 RCS Paris", "1¦123¦456¦789 RCS Paris"),
    ("123 456 789 RCSX", "123¦456¦789 RCSX"),
    ("soit 123 456 789 en tout", "soit 123¦456¦789 en tout"),
    ("1+33 123 456", "1+33¦123¦456"),
    ("Et… : oui", "Et…␣: oui"), ("mot :\" b", "mot␣:\" b"), ("a /(b...c d", "a /(b…c d"),
    ("{% l'a { b %}", "{% l’a { b %}"), ("ici ;!", "ici¦;!"),
    ("*|l'avis\nb|*", "*|l’avis\nb|*"),
    ("[form l'avis]", "[form l’avis]"),
    ("[contactform 4 l'avis]", "[contactform 4 l’avis]"),
    ("nos 14 et 15 de la revue", "nos␣14 et 15 de la revue"),
    ("nos 14 ou 15 du Journal", "nos␣14 ou 15 du Journal"),
    ("nos 14 à 16 des Cahiers", "nos␣14 à 16 des Cahiers"),
    ("nos 14-16, puis", "nos␣14-16, puis"),
    ("Nos 14, 15 et 16", "Nos␣14, 15 et 16"),
    ("nos 14 et 15 ;", "nos␣14 et 15¦;"), ("nos 14 et 15 :", "nos␣14 et 15␣:"),
    ("nos 14 et 15 !", "nos␣14 et 15¦!"), ("nos 14 et 15 ?", "nos␣14 et 15¦?"),
    ("(nos 14 et 15)", "(nos␣14 et 15)"), ("[nos 14 et 15]", "[nos␣14 et 15]"),
    ("« nos 14 et 15 »", "«␣nos␣14 et 15␣»"), ("“nos 14 et 15”", "“nos␣14 et 15”"),
    ("nos 14 et 15…", "nos␣14 et 15…"),
    ("p. C", "p.␣C"), ("p. LXXXIV", "p.␣LXXXIV"), ("p. iv", "p.␣iv"),
    ("a > b !", "a > b¦!"), ("a & b !", "a & b¦!"), ("a &gt; b !", "a &gt; b¦!"),
    ("10 h 60", "10␣h 60"), ("10 h 300", "10␣h 300"), ("10 h 30", "10␣h␣30"),
    ("10 h 59.", "10␣h␣59."),
])
def test_what_is_no_name_is_set_as_a_sentence_or_a_quantity(written: str, printed: str) -> None:
    """However near it is to one."""
    assert typeset(written, "fr") == spaced(printed)


@pytest.mark.parametrize("sign", list(":,()[]«»“”\"–—-"))
def test_a_sign_between_a_word_and_its_number_does_not_part_them(sign: str) -> None:
    """The number of a firm is in parentheses, after a colon, after a dash."""
    assert "123 456 789" in typeset(f"RCS Paris {sign} 123 456 789 b", "fr")


@pytest.mark.parametrize("place", [
    "Évry", "d’Évry", "l'Isle", "L’Haÿ-les-Roses", "Saint-Denis", "Ôrléans", "Paris B", "Ys", "Þ"])
def test_a_place_between_a_word_and_its_number_is_passed_over(place: str) -> None:
    """Whatever letters it begins with."""
    assert "123 456 789" in typeset(f"RCS {place} 123 456 789", "fr")


@pytest.mark.parametrize("eyes", list(":;=8"))
@pytest.mark.parametrize("mouth", ["(", "/", "|", "\\", "[", "-(", "’(", "'(", "'D", "'P", "'p",
    "'O", "'*"])
def test_an_emoticon_is_a_word(eyes: str, mouth: str) -> None:
    """A mark after it has its space; its own marks and apostrophe stay as they are."""
    assert typeset(f"oui {eyes}{mouth} !", "fr") == spaced(f"oui {eyes}{mouth}¦!")


@pytest.mark.parametrize(("after", "printed"), [
    ("", ""), (".", "."), (",", ","), (";", "¦;"), (":", "␣:"), ("!", "¦!"), ("?", "¦?"),
    ("…", "…"), (" b", " b"), ("\nb", "\nb")])
@pytest.mark.parametrize("face", [";)", ";-)", ";D", ";P", ";p", ";O", ";*", ";]"])
def test_an_emoticon_ends_before_a_mark(face: str, after: str, printed: str) -> None:
    """In parentheses, too."""
    assert typeset(f"oui {face}{after}", "fr") == spaced(f"oui {face}{printed}")
    assert typeset(f"({face})", "fr") == f"({face})"


@pytest.mark.parametrize("after", list(")]”’\"'.,…;:–—"))
def test_a_mark_may_be_followed_by_another(after: str) -> None:
    """It is the end of a sentence, though no space comes."""
    assert typeset(f"Quoi ?{after} b", "fr") == spaced(f"Quoi¦?{after} b")
    assert typeset(f"quoi ?{after}b", "de") == f"quoi ?{after}b"


@pytest.mark.parametrize("before", list(")]}”’\"%‰€$£¥°²³*é9"))
def test_a_mark_may_follow_more_than_letters(before: str) -> None:
    """A sign, a parenthesis, a quotation that has ended."""
    assert typeset(f"(a{before} ? b", "fr") == spaced(f"(a{before}¦? b")


@pytest.mark.parametrize("space", list(" \t\n\r\f\u00a0\u2009\u202f"))
def test_whatever_space_was_typed_gives_way_to_the_right_one(space: str) -> None:
    """Before a mark in French, none in English."""
    assert typeset(f"Quoi{space}? b", "fr") == "Quoi\u202f? b"
    assert typeset(f"«{space}a{space}»", "fr") == "«\u00a0a\u00a0»"
    assert typeset(f"what{space}? b", "en") == "what? b"


@pytest.mark.parametrize("word", [
    "90s", "90", "tis", "twas", "twere", "em", "til", "cause", "bout", "round", "n", "Tis", "EM"])
def test_a_word_that_begins_with_an_apostrophe_opens_no_quotation(word: str) -> None:
    """A longer word does."""
    assert typeset(f"x '{word} y' z", "en") == f"x ’{word} y’ z"
    assert typeset(f"x '{word}x y' z", "en") == f"x ‘{word}x y’ z"


@pytest.mark.parametrize(("written", "printed"), [
    ("'rock 'n' roll'", "‘rock ’n’ roll’"), ("'rock 'N' roll'", "‘rock ’N’ roll’"),
    ("'the '90s were'", "‘the ’90s were’"), ("\"x \"a\"\"", "“x ‘a’”"),
    ("the {names}' letter", "the {names}’ letter"),
    ("the <code>x</code>' y", "the <code>x</code>’ y"),
])
def test_a_quotation_ends_where_it_must_around_an_apostrophe(written: str, printed: str) -> None:
    """The apostrophe of a word is never its end."""
    assert typeset(written, "en") == printed


@pytest.mark.parametrize("name", ["code", "pre", "kbd", "samp", "script", "CODE"])
def test_no_chinese_is_marked_in_what_is_no_prose(name: str) -> None:
    """What comes after it is."""
    html = f"<{name}>印 <b>信</b></{name}>"

    assert mark_chinese(html, "fr") == html
    assert mark_chinese(html + "印", "fr") == f'{html}<span lang="zh-Hans">印</span>'


@pytest.mark.parametrize("lang", ["zh", "zh-Hans", "ja", "ja-JP", "ko", "ko-KR"])
def test_an_edition_in_chinese_characters_is_not_marked(lang: str) -> None:
    """It is all in one language."""
    assert mark_chinese("<p>印</p>", lang) == "<p>印</p>"


def test_an_element_of_another_name_is_prose() -> None:
    """Though its name begins like that of code."""
    assert mark_chinese("<code-x>印</code-x>", "fr") \
        == '<code-x><span lang="zh-Hans">印</span></code-x>'


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
