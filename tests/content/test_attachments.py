"""Words that promise an attachment are found, and those of lawyers are left alone."""

import pytest

from plugins.content.email_rules import promises

PROMISED = {
    "fr": (
        ("Vous trouverez ci-joint le modèle.", "ci-joint"),
        ("Ci-jointes, les deux annexes.", "Ci-jointes"),
        ("Ci-joint à toutes fins utiles, la loi.", "Ci-joint"),
        ("Le texte, ci-joint au format PDF.", "ci-joint"),
        ("La liste ci-annexée le précise.", "ci-annexée"),
        ("Le texte est en\u00a0pièce jointe.", "en pièce jointe"),
        ("Voir la pièce jointe.", "Voir la pièce jointe"),
        ("Pièce jointe\u00a0: le contrat type.", "Pièce jointe"),
        ("Le tableau est en annexe de ce courriel.", "en annexe de ce courriel"),
        ("Le modèle joint à\nla présente.", "joint à la présente"),
        ("La note jointe à cette lettre.", "jointe à cette lettre"),
        ("Le modèle est en PJ.", "en PJ"),
        ("PJ\u00a0: le modèle.", "PJ"),
    ),
    "en": (
        ("Please find attached the form.", "find attached"),
        ("Please find our note attached.", "find our note attached"),
        ("Attached is the text of the law.", "Attached is the"),
        ("Read on. Enclosed are our comments.", "Enclosed are our"),
        ("See the attached table.", "See the attached"),
        ("The enclosed contract form answers that.", "The enclosed contract form"),
        ("A copy is attached.", "copy is attached"),
        ("The list attached to this email is complete.", "attached to this email"),
        ("We’ve attached the law.", "We’ve attached"),
        ("We enclose a translation.", "We enclose"),
        ("The text is in the attachment.", "in the attachment"),
        ("Attachment: the template.", "Attachment"),
        ("See attachment for details.", "See attachment"),
    ),
}

LEFT_ALONE = {
    "fr": (
        "Les pièces jointes à la requête.", "Le plan ci-joint au contrat.",
        "Le plan ci-annexé à l’arrêté.", "L’annexe ci-jointe à ce règlement.",
        "N’ouvrez jamais les pièces jointes d’un inconnu.",
        "Reçu en pièce jointe d’un courriel frauduleux.", "Le tarif en annexe de la loi.",
        "Le plan annexé à la présente convention.", "La PJ enquête.", "Un point joint à l’autre.",
        "Sans pièce jointe, la demande est irrecevable.", "La procédure est jointe au fond.",
        "Please find attached the form.",
    ),
    "en": (
        "The rights attached to the shares.", "You will find the duties attached to the post.",
        "No strings attached.", "The court attached the assets.", "An attachment order.",
        "See the attachment of assets.", "The property attached by the court.",
        "We attach great importance to it.", "Prejudgment attachment is available.",
        "The annexes attached hereto.", "The word is enclosed in brackets.",
        "A copy is attached to the application.", "In attachment proceedings.",
        "Vous trouverez ci-joint le modèle.",
    ),
    "zh-Hans": ("Please find attached, ci-joint.",),
}


@pytest.mark.parametrize(("lang", "text", "words"), [
    (lang, *row) for lang, rows in PROMISED.items() for row in rows])
def test_a_promise_is_found_with_its_words(lang: str, text: str, words: str):
    """The editor sees at once what is meant."""
    [(place, message)] = promises(text, lang)

    assert str(message).startswith(f"“{words}” promises an attachment")
    assert text[place:].startswith(words[:2])


@pytest.mark.parametrize(("lang", "text"), [
    (lang, text) for lang, texts in LEFT_ALONE.items() for text in texts])
def test_what_is_attached_to_something_else_is_left_alone(lang: str, text: str):
    """Rights are attached to shares, assets by courts, and other languages have other words."""
    assert list(promises(text, lang)) == []


def test_every_promise_of_a_text_is_found():
    """The second one, too; and a language of a country has the words of the language."""
    assert [place for place, _ in promises("Ci-joint.\n\nVoir la pièce jointe.", "fr-CA")] \
        == [0, 11]
