"""What Markdown or haste makes of words is reported where it is plainly not what was meant."""

import pytest

from bench.content import articles, source_of
from plugins.check.meant import (
    markdown_in_html,
    misread_words,
    notes_written_twice,
    printed_asterisks,
    renumbered_items,
    sentences_as_code,
    typed_templates,
)
from plugins.content.text import Text
from tests.check.conftest import read_text


@pytest.mark.parametrize(("body", "line", "level"), [
    ("Un.\n\n```\ncode\n\nDeux.", 6, "error"), ("~~~ python\ncode", 4, "error"),
    ("Un.\n\n<<<<<<< HEAD\nDeux.\n=======\nTrois.\n>>>>>>> other", 6, "error"),
    ("La société A\n---\nest liée.", 5, "warning"),
    ("Un.\n\nFin de la phrase.\n---\n", 7, "warning"),
    ("•   un ;\n•\tdeux ;", 4, "warning"), ("a)  un ;\nb)  deux.", 4, "warning"),
    ("Un :\n1°  un cas ;\n2°  un autre.", 5, "warning"), ("– un\n– deux", 4, "warning"),
    ("1) un\n2) deux", 4, "warning"), ("Pour vous inscrire, cliquez ici.", 4, "warning"),
    ("Un.\nClick here to register.", 5, "warning"), ("Le prix est de XXX euros.", 4, "warning"),
    ("[TODO: confirmer]", 4, "warning"), ("[à compléter]", 4, "warning"),
    ("Un [à confirmer avec le client].", 4, "warning"), ("Lorem ipsum dolor", 4, "warning"),
    ("[to be completed]", 4, "warning"), ("Un.\n>>>>>>> other\n", 5, "error"),
    ("Un.\n||||||| base\nDeux.", 5, "error"),
    ("(a) the first;\n(b) the second.", 4, "warning"), ("i) un ;\nii) deux.", 4, "warning"),
    ("I. Un.\nII. Deux.", 4, "warning"), ("→ un ;\n→ deux.", 4, "warning"),
    ("☐ un ;\n☐ deux.", 4, "warning"), ("1/ un ;\n2/ deux.", 4, "warning"),
    ("1 – un ;\n2 – deux.", 4, "warning"), ("> Un :\n> a) un ;\n> b) deux.", 5, "warning"),
    ("Pour lire, cliquer sur ce lien.", 4, "warning"), ("Go on, follow this link.", 4, "warning"),
    ("Inscription en suivant\nce lien.", 4, "warning"),
    ("Signé le XX/XX/2024.", 4, "warning"), ("Il paie XX €.", 4, "warning"),
    ("Un. À FAIRE : le reste.", 4, "warning"), ("[A VERIFIER]", 4, "warning"),
    ("entre [●] et nous", 4, "warning"), ("[insérer le montant]", 4, "warning"),
    ("The fee [TBC] is due.", 4, "warning"),
    ("Voir Erreur ! Source du renvoi introuvable.", 4, "warning"),
    ("See Error! Bookmark not defined.", 4, "warning"),
    ("•un ;\n•deux ;", 4, "warning"), ("-un ;\n-deux ;", 4, "warning"),
    ("1.un cas ;\n2.deux cas.", 4, "warning"), 
    ("1°) un\n2°) deux", 4, "warning"), ("[montant à confirmer]", 4, "warning"),
    ("[date à préciser]", 4, "warning"),
    ("Le seuil est\n> 50 salariés.", 5, "warning"), ("Un prix de\n+ 3 % par an", 5, "warning"),
    ("La loi franÃ§aise", 4, "warning"), ("lâ€™associé", 4, "warning"), ("nÂ° 3", 4, "warning"),
])
def test_what_is_plainly_meant_otherwise_is_reported(lines_of, body: str, line: int, level: str):
    """With its line."""
    assert lines_of(misread_words, body) == [(line, level)]


@pytest.mark.parametrize("body", [
    "```\ncode\n```", "`XXX` et `TODO`", "```\n<<<<<<< HEAD\n```", "Titre\n---\n\nUn.",
    "Un.\n\n---\n\nDeux.",
    "| a |\n|---|\n| b |", "- un\n- deux", "• un seul", "•  un\n\n•  deux", "– Un mot – deux",
    "[Cliquez ici](https://a.example/)", "[Pour lire, cliquez ici](/a/)", "cliquez icitte",
    "<a href='/a/'>cliquez ici</a>", "Le titre XXX du livre XXX", "le XXXe siècle", "Todos los",
    "a) un\\\nb) deux", "a) un  \nb) deux", "[1] et [2]",
    "À compléter : le formulaire", "1. un\n2. deux",
    "    ```\n    code", "- un\n\n    ```\n    code\n    ```", "a << b",
    "Part XXX", "methodologies",
    "(a) un seul", "> - un\n> - deux", "> a) un\n>\n> b) deux",
    "A. Smith wrote it,\nB. Jones read it.", "I. M. Pei built it.\nV. Li said so.",
    "I. Un.\n\nII. Deux.", "Le juge a dit : « Cliquez ici » n’est pas un consentement.",
    "The words “click here” say nothing.", "Suivez [ce lien](https://a.example/).",
    "cliquez sur le lien de désinscription", "article XX, 5 %", "« La société [...] nomme […] »",
    "CE QUI RESTE À FAIRE", "Rien à faire, à vérifier.", "`{{ name }}`", "100 %% 5", "{a}{b}",
    "[Cinq points à vérifier](https://a.example/)", "A. Un\nsuite.", "-5 °C\n-7 °C",
    "Il dit :\n> 12 mois.", "Un.\n\n> 12 mois", "| a |\n|---|\n| b |\n\n> 3",
    "TBC Bank", "« Ã » est une lettre", "Âge et château", "[le juge] et [sic]",
])
def test_what_may_be_meant_is_left_alone(lines_of, body: str):
    """Code, headings, lists, thirty in Roman numerals."""
    assert lines_of(misread_words, body) == []


def test_a_header_that_is_still_to_be_written_is_reported():
    """A title goes further than any other words."""
    text = read_text("Un.", header="title: Le décret XXX\ncategory: c\nsummary: [à compléter]")

    assert [problem.line for problem in misread_words(text)] == [1, 3]


@pytest.mark.parametrize(("words", "level"), [
    ("Dear *|FNAME|*, here it is.", "error"), ("*|IF:VIP|* you", "error"), ("*|A|* b", "error"),
    ("*|INTERESTED:Langue / Language:Français|*", "error"), ("Dear *|fname|*,", "warning"),
    ("https://a.example/?e=*|EMAIL|*", "error"), ("https://a.example/?e={{email}}", "warning"),
    ("Dear {{ FNAME }},", "warning"), ("{{#if vip}}", "warning"), ("{% if vip %}", "warning"),
    ("Bonjour %%PRENOM%%,", "warning"), ("Bonjour %PRENOM%,", "warning"),
    ("Dear %first_name%,", "warning"), ("%ADDRESS1%", "warning"), ("<%= name %>", "warning"),
    ("[% name %]", "warning"), ("${name}", "warning"), ("{!firstname_fix}", "warning"),
    ("[[FIRSTNAME]]", "warning"), ('[[data:name:"x"]]', "warning"),
    ("[firstname, fallback=there]", "warning"), ("«Nom_client»", "warning"),
    ("[subscriber:firstname | default:reader]", "warning")])
@pytest.mark.parametrize("place", ["subject", "preview", "title", "body", "alt", "link"])
def test_a_tag_of_a_template_language_is_reported_wherever_it_is(words, level, place):
    """The email is filled in by the program alone; what Mailchimp would fill in is an error."""
    header = {"subject": "S", "preview": "P", **({place: words} if place in (
        "subject", "preview", "title") else {})}
    body = {"body": f"Un.\n{words}", "alt": f"Un.\n![{words}](a.png)",
            "link": f"Un.\n[deux](a.html \"{words}\")"}.get(place, "")
    text = Text("2018-07.fr.md", "issue", "2018-07", "fr", header=header, body=body, body_line=1,
                lines=dict.fromkeys(header, 2))

    assert [(problem.line, problem.level) for problem in typed_templates(text)] == [(2, level)]


@pytest.mark.parametrize("words", [
    "100 %", "entre 5 %et 10 %", "10 %HT puis 20 %HT", "50 % DE LA VALEUR, 5 % DU PRIX",
    "[[2024] EWCA Civ 12](a.html)", "[[1999] 2 AC 1]", "([2024] UKSC 1)", "[[PDF]](a.pdf)",
    "[[3]][notes]", "[sic]", "[…]", "{taux}", "{12}", "L = {1 ; 2}", "un $ et {a}",
    "https://a.example/caf%C3%A9%20LE%20DROIT%20", "«Nom»", "« un_mot »", "5*|4|*", "*|",
    "| *un*|deux|*trois* |", "|**un**|TVA|**trois**|", "2 * | A | * 3", "*a* | b", "a < b % c > d",
    "`*|FNAME|*` et `{{ name }}`", "```\n*|FNAME|* %%NOM%%\n```", "    ${name}",
    "[link](a.html)", "[Article: the law](a.html)", "<% "])
def test_signs_of_an_author_and_code_are_no_template_tags(words: str):
    """Percentages, citations, addresses, tables."""
    text = Text("2018-07.fr.md", "issue", "2018-07", "fr", body=words)

    assert list(typed_templates(text)) == []


@pytest.mark.parametrize(("body", "told"), [
    ("1. Un\n2. Deux\n4. Quatre\n5. Cinq", [(6, "warning")]),
    ("1. a\n\n    b\n\n3. c", [(8, "warning")]), ("1. a\n2. b\n\n1. c\n1. d", [(7, "warning")]),
    ("1. a\n1. b\n1. c", []), ("3. a\n4. b\n\nUn.\n\n6. c", []),
    ("1. a\n   1. x\n   2. y\n2. b", []), ("Jusqu’au\n31. C’est tard.\n\n1998. Un.", []),
    ("```\n1. a\n3. b\n```", []), ("1. a\n\n## T\n\n1. b\n\n- c\n\n1. d", []),
])
def test_an_item_that_is_printed_with_another_number_is_told(lines_of, body: str, told: list):
    """A list counts for itself."""
    assert lines_of(renumbered_items, body) == told


@pytest.mark.parametrize(("body", "told"), [
    ("A[^a].\n\n[^a]: Un.\n[^a]: Deux.", [(7, "error")]),
    ("A[^a].\n\n[^a]: Un.\n\nB.\n\n[^a]: Deux.", [(10, "error")]),
    ("A[^a][^b].\n\n[^a]: Un.\n[^b]: Deux.", []), ("A[^a].\n\n[^a]: Un.\n\n`[^a]: Deux`", []),
    ("A[^a].\n\n[^a]: Un.\n\n```\n[^a]: Deux\n```", []),
    ("[x][a]\n\n[a]: https://a.example/\n[A]: https://b.example/", [(7, "error")]),
    ("[x][a]\n\n[a]: https://a.example/\n[a]: https://a.example/", []),
    ("[sic]: un mot.\n[sic]: un autre.", []),
])
def test_a_note_or_address_that_is_written_twice_is_reported(lines_of, body: str, told: list):
    """Only one of the two would be used."""
    assert lines_of(notes_written_twice, body) == told


@pytest.mark.parametrize(("body", "told"), [
    ("Il est **important pour tous.", [(4, "warning")]),
    ("Il est ** important ** pour tous.", [(4, "warning")]),
    ("Un.\n\n- **deux\n- trois**", [(6, "warning")]),
    ("**a** b **c.** d **« e »** f", []), ("Prix* et taux** hors taxes.\n\n\\*\\* Un.", []),
    ("`**a` et \\*\\*b, 2 ** 3", []), ("```\n**a\n```", []), ("**\n\n** hors taxes", []),
])
def test_asterisks_that_readers_would_see_are_told(lines_of, body: str, told: list):
    """They were to make words bold."""
    assert lines_of(printed_asterisks, body) == told


@pytest.mark.parametrize("body", [
    "Le texte dit :\n\n    La société nomme, dans le mois, un représentant.\n\nFin.",
    "Un.\n\n    « Les parties se concertent sans délai. »\n    La suite du même texte, plus bas.",
    "Le contrat :\n\n    - premier point\n    - second point", "Un.\n\n    1. le premier, puis",
])
def test_a_sentence_that_is_code_by_its_indentation_is_reported_once(lines_of, body: str):
    """A paragraph of a law is often indented."""
    assert lines_of(sentences_as_code, body) == [(6, "warning")]


@pytest.mark.parametrize("body", [
    "Un.\n\n    - name: checkout", "Un.\n\n    npm install this-thing --save-dev",
    "Un.\n\n    if a < b then print it to me.",
    "- Un.\n\n    La société nomme, dans le mois, un représentant.", "Un.\n\n    Un mot.",
    "[^1]: Un.\n\n    La société nomme, dans le mois, un représentant.",
    "!!! facts\n\n    La société nomme, dans le mois, un représentant.",
    "```\n    La société nomme, dans le mois, un représentant.\n```",
    "Un.\n\n    [un texte]({filename}/articles/absent.fr.md) et autre chose.",
])
def test_code_and_what_belongs_to_a_list_is_left_alone(lines_of, body: str):
    """What is indented in an item is its second paragraph."""
    assert lines_of(sentences_as_code, body) == []


@pytest.mark.parametrize(("body", "told"), [
    ('<div class="encart">\n\n- point\n- autre\n\n</div>', [6]),
    ("<section>\nUn mot.\n[la notice](https://a.example)\n</section>\n\n- point", [6]),
    ("<DIV>\n## Titre\n</DIV>\n\n<div>\n**gras**\n</div>", [5, 9]),
    ('<div markdown="1">\n\n- point\n\n</div>', []), ("<div>Un - deux.</div>\n\n- point", []),
    ("```\n<div>\n- point\n</div>\n```", []), ("<div>\n<ul><li>point</li></ul>\n</div>", []),
])
def test_markdown_that_html_prints_as_typed_is_reported(lines_of, body: str, told: list[int]):
    """Once for each block, with what to write."""
    assert lines_of(markdown_in_html, body) == [(line, "warning") for line in told]


def test_no_right_text_is_reported():
    """Sixty articles of the benchmark."""
    texts = [read_text(source_of(each).partition("\n\n")[2]) for each in articles(30)]

    assert [problem for text in texts for rule in (
        misread_words, typed_templates, printed_asterisks, renumbered_items, notes_written_twice,
        sentences_as_code, markdown_in_html)
        for problem in rule(text)] == []
