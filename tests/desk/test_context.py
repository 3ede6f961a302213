"""What the commands say names the desk's buttons to who has only a browser."""

import pytest

from plugins.core.i18n import load_desk
from plugins.desk.context import DeskWords
from tests.conftest import PROJECT

LOCALE = PROJECT / "theme" / "locale"

ASK = " (ask who looks after the site)"


def said(words: str, lang: str = "en", is_shared: bool = True) -> str:
    """Return a sentence as the desk says it."""
    return DeskWords(load_desk(LOCALE, lang), is_shared).gettext(words)


@pytest.mark.parametrize(("words", "here"), [
    ("there are no emails in {outbox}; run “./inv build” to build them",
     "there are no emails in {outbox}; run “Build” to build them"),
    ("overwrite it with “./inv newsletter.push {issue} --lang {lang} --overwrite”",
     "overwrite it with “Push the drafts” (“Language of the issue: {lang}”, "
     "“Replace what was edited in Mailchimp”)"),
    ("add “--remove {count}”, the number", "add “How many, where that was refused: {count}”, the "
     "number"),
    ("“./inv newsletter.doctor” gives the details.",
     f"“./inv newsletter.doctor” gives the details{ASK}."),
    ("“./inv check --all” lists them", f"“./inv check --all” lists them{ASK}"),
    ("there is none; set MAILCHIMP_API_KEY in the environment",
     f"there is none; set MAILCHIMP_API_KEY in the environment{ASK}"),
    ("write it in content/firm.toml", f"write it in content/firm.toml{ASK}"),
    ("“{key}” is not a key; write “title: …”", "“{key}” is not a key; write “title: …”"),
    ("start it with “./inv translate --key {key} --lang {lang}”",
     "start it with “Translate”"),
    ("write another one with “--key”", "write another one with “Key, if it should not be made by "
     "itself”"),
    ("It can be made by “git init”.", "It can be made by “git init”."),
    ("Of the EU: A_b, well-known -- or not", "Of the EU: A_b, well-known -- or not"),
    ("", "")])
def test_a_sentence_names_what_is_at_the_desk(words: str, here: str):
    """The button or the field; else who can do it."""
    assert said(words) == here


def test_it_does_in_every_language():
    """By the words of that language."""
    assert said("there are no emails in {outbox}; run “./inv build” to build them", "fr") == (
        "il n’y a pas de courriels dans {outbox}\u202f; lancez «\u00a0Construire\u00a0» pour les "
        "construire")
    assert said("“Build” is said as ever") == "“Build” is said as ever"


def test_who_has_a_terminal_is_sent_to_nobody_else():
    """On her own computer she is who looks after the site."""
    words = "“./inv newsletter.doctor” gives the details"

    assert said(words, is_shared=False) == words
    assert said("run “./inv build”", is_shared=False) == "run “Build”"
