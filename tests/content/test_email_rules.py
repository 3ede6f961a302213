"""What a text may not say in an email: unreachable addresses, promises, long subjects."""

import pytest

from plugins.content.email_rules import is_local, promises, too_long, unreachable


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:8000/fr/", "http://localhost/", "https://LOCALHOST:8000", "//localhost/a",
    "http://press.localhost/", "http://printer.local/", "http://intranet/a", "http://[::1]/",
    "http://10.0.0.7/", "http://192.168.1.1/", "http://169.254.0.1/", "http://0.0.0.0:8000/",
    "file:///home/editor/a.png", "http://nas.lan/", "http://host.local./", "http://[half/",
])
def test_an_address_of_the_editors_own_computer_or_network_is_reported(address: str):
    """It works at the desk where the issue is written, and nowhere else."""
    assert is_local(address)
    assert "of your own computer or network" in str(unreachable(address))


@pytest.mark.parametrize(("address", "message"), [
    ("/fr/contact/", "“/fr/contact/” is not a full address"),
    ("contact.html", "is not a full address"),
    ("www.firm.example", "is not a full address"),
    ("", "is not a full address"),
    ("//firm.example/a", "write https://firm.example/a"),
    ("javascript:void(0)", "begins with “javascript”, which mail programs do not follow"),
    ("cid:logo", "begins with “cid”"),
    ("data:image/png;base64," + "A" * 1000, "AAA…” begins with “data”"),
])
def test_an_address_that_needs_a_page_or_a_browser_is_reported(address: str, message: str):
    """An email has neither, and a long address is shortened in the message."""
    assert not is_local(address)
    assert message in str(unreachable(address))
    assert len(str(unreachable(address))) < 160


@pytest.mark.parametrize("address", [
    "https://firm.example/", "http://firm.example/a?b=c#d", "HTTPS://FIRM.EXAMPLE", "tel:+331",
    "mailto:a@localhost", "https://8.8.8.8/", "https://local.example/", "https://小红书.example/",
    "https://127.0.0.1.example/", "https://localhost.firm.example/", "https://a.example:8443/",
])
def test_an_address_of_the_web_is_fine(address: str):
    """Names that only look local, too."""
    assert unreachable(address) is None


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
    [(place, _, message, _)] = promises(text, lang)

    assert str(message).startswith(f"“{words}” promises an attachment")
    assert text[place:].startswith(words[:2])


@pytest.mark.parametrize(("lang", "text"), [
    (lang, text) for lang, texts in LEFT_ALONE.items() for text in texts])
def test_what_is_attached_to_something_else_is_left_alone(lang: str, text: str):
    """Rights are attached to shares, assets by courts, and other languages have other words."""
    assert list(promises(text, lang)) == []


def test_every_promise_of_a_text_is_found():
    """The second one, too; and a language of a country has the words of the language."""
    assert [found.place for found in promises("Ci-joint.\n\nVoir la pièce jointe.", "fr-CA")] \
        == [0, 11]


@pytest.mark.parametrize(("subject", "preview", "told"), [
    (61, 9, [("subject", "warning")]),
    (150, 9, [("subject", "warning")]),
    (151, 9, [("subject", "error")]),
    (9, 141, [("preview", "warning")]),
    (151, 141, [("subject", "error"), ("preview", "warning")]),
    (60, 140, []), (0, 0, []), (1, 1, []), (59, 139, []),
])
def test_what_would_be_refused_or_cut_is_reported_once(subject: int, preview: int, told: list):
    """A subject that is refused is not called too long as well."""
    found = list(too_long("é" * subject, "é" * preview))

    assert [(name, level) for name, level, _ in found] == told
    assert all(str(length) in str(message) for (name, _, message) in found
               for length in ([subject] if name == "subject" else [preview]))
