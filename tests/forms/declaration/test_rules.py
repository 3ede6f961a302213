"""What cannot be drawn, checked or delivered is reported before a visitor meets it."""

from pathlib import Path

import pytest

from plugins.forms.declaration.load import load_forms

HEAD = '''page = "contact"
title = { fr = "Écrire", en = "Write" }
submit = { fr = "Envoyer", en = "Send" }
'''
MAIL = '''delivery = "mail"
thanks = "thanks"
retention = 365
recipient = ["office@firm.example", "other@firm.example"]
subject = { fr = "Message", en = "Message" }
'''
SUBSCRIPTION = 'delivery = "subscription"\nthanks = "thanks"\nretention = 365\n'
OUTSIDE = 'delivery = "outside"\noutside.action = "https://lists.example/subscribe/post"\n'
MAILCHIMP = OUTSIDE + ('outside.u = "0a1b"\noutside.id = "2c3d"\n'
                       'outside.group = { fr = "group[7][1]", en = "group[7][2]" }\n')
WORDS = '{ fr = "Un", en = "One" }'


def field(name: str, kind: str, more: str = "") -> str:
    """Return a field as it is declared."""
    return f'[[fields]]\nname = "{name}"\ntype = "{kind}"\nlabel = {WORDS}\n{more}\n'


def options(*values: str, more: str = "") -> str:
    """Return the options of a field."""
    listed = ", ".join(f'{{ value = "{value}", label = {WORDS}{more} }}' for value in values)
    return f"options = [{listed}]"


EMAIL = field("email", "email", "required = true")
TOPIC = field("topic", "select", options("press", "other"))
WHEN = 'when = { field = "topic", value = "press" }'


def told(tmp_path: Path, *parts: str) -> list[str]:
    """Return the messages about a form of these parts."""
    (tmp_path / "contact.toml").write_text(HEAD + "".join(parts), "utf-8")
    return [problem.message.render(str) for problem in load_forms(tmp_path, ["fr", "en"])[1]]


@pytest.mark.parametrize("parts", [
    (MAIL, EMAIL),
    (MAIL, field("site", "url", "max = 100"), field("way", "radio", options("a", "b"))),
    (MAIL, field("number", "text", f"max = 9\npattern = '\\d{{9}}'\nmismatch = {WORDS}")),
    (MAIL, field("from", "hidden", 'source = "page"'), field("kind", "hidden", 'value = "a"')),
    (MAIL, TOPIC, field("deadline", "text", f"required = true\n{WHEN}")),
    (MAIL, field("deadline", "text", WHEN), TOPIC),
    (MAIL, TOPIC, field("deadline", "text", WHEN.replace('"press"', '["press", "other"]'))),
    (MAIL, field("box", "checkbox"),
     field("more", "consent", 'version = "1"\nwhen = { field = "box", value = "yes" }')),
    (MAIL, field("topic", "radio", options("a", more=', recipient = "press@firm.example"'))),
    (MAIL, "acknowledge = true\n",
     f"acknowledgement = {{ subject = {WORDS}, text = {WORDS} }}\n", EMAIL),
    (MAIL, 'copy = "archive@firm.example"\nif_refused = "partner@firm.example"\n', EMAIL),
    (MAIL, 'copy = ["a@firm.example", "b@firm.example"]\nif_refused = ["c@firm.example"]\n', EMAIL),
    (SUBSCRIPTION, EMAIL),
    (OUTSIDE, field("name", "text")),
    (MAILCHIMP, EMAIL, field("name", "text", 'outside = "FNAME"')),
])
def test_what_makes_sense_is_left_alone(tmp_path: Path, parts: tuple[str, ...]) -> None:
    """A form that can be drawn, checked and delivered gets no message."""
    assert told(tmp_path, *parts) == []


@pytest.mark.parametrize(("parts", "message"), [
    ((MAIL, field("a", "radio")), "nothing to choose from"),
    ((MAIL, field("a", "hidden")), "must say what it holds"),
    ((MAIL, field("a", "hidden", 'value = "1"\nsource = "page"')), "must say what it holds"),
    ((MAIL, field("a", "hidden", 'source = "query"')), "it is one of page"),
    ((MAIL, field("a", "hidden", 'value = "1"\nrequired = true')), "“hidden” has no “required”"),
    ((MAIL, field("a", "text", 'value = "1"')), "“text” has no “value”"),
    ((MAIL, field("a", "textarea", "pattern = 'a'")), "“textarea” has no “pattern”"),
    ((MAIL, field("a", "text", "pattern = 'a'")), "add “mismatch”"),
    ((MAIL, field("a", "text", f"mismatch = {WORDS}")), "does not fit “pattern”"),
    ((MAIL, field("a", "text", f"pattern = '\\w'\nmismatch = {WORDS}")), "not read alike"),
    ((MAIL, field("a", "text", f"pattern = '(a+)+'\nmismatch = {WORDS}")), "write {2} or {2,4}"),
    ((MAIL, field("a", "text", WHEN)), "“topic”, which is not a field with a choice"),
    ((MAIL, EMAIL, field("a", "text", WHEN.replace("topic", "email"))), "not a field with"),
    ((MAIL, TOPIC, field("a", "text", WHEN.replace("press", "yes"))), "it can be press, other"),
    ((MAIL, TOPIC, field("b", "checkbox", WHEN),
      field("c", "text", 'when = { field = "b", value = "yes" }')), "on a condition only"),
    ((MAIL, field("t", "select", options(*"abcdefg")),
      *(field(f"x{value}", "text", f'when = {{ field = "t", value = "{value}" }}')
        for value in "abcdefg")), "at most 6 different conditions"),
    ((MAIL, EMAIL, *(field(f"x{one}", "textarea", "max = 40000") for one in "ab")),
     "80000 characters at most"),
    ((MAIL, field("t", "radio", options("a", more=', recipient = "press"'))), "not an email"),
    ((MAIL.replace("other@", "other"), EMAIL), "“otherfirm.example” is not an email address"),
    ((MAIL, 'copy = "archive"\n', EMAIL), "“archive” is not an email address"),
    ((MAIL, 'copy = []\n', EMAIL), "“copy” is not what it must be: a text, or a list"),
    ((MAIL, 'if_refused = ["partner"]\n', EMAIL), "“partner” is not an email address"),
    ((MAIL, 'if_refused = "Office@firm.example"\n', EMAIL), "receives the messages already"),
    ((MAIL, 'copy = "a@b.example"\nif_refused = "a@b.example"\n', EMAIL), "write another address"),
    ((SUBSCRIPTION, 'copy = "a@b.example"\n', EMAIL), "“subscription” has no “copy”"),
    ((OUTSIDE, 'if_refused = "a@b.example"\n', EMAIL), "“outside” has no “if_refused”"),
    ((MAIL.replace('en = "Message"', r'en = "a\nb"'), EMAIL), "a subject is one line"),
    ((MAIL, "acknowledge = true\n", EMAIL), "nothing says what the acknowledgement says"),
    ((MAIL, "acknowledge = true\n",
      f"acknowledgement = {{ subject = {WORDS}, text = {WORDS} }}\n", TOPIC), "nobody can be"),
    ((MAIL, f'acknowledgement = {{ subject = {WORDS}, text = {{ fr = "{{name}}", en = "a" }} }}\n',
      EMAIL), "delete “{name}”"),
    ((MAIL, "outside = { action = 'https://x.example/' }\n", EMAIL), "“mail” has no “outside”"),
    ((MAIL, field("a", "text", 'outside = "A"')), "only a form with the delivery “outside”"),
    ((SUBSCRIPTION, TOPIC, field("email", "email", f"required = true\n{WHEN}")), "always asked"),
    ((SUBSCRIPTION, EMAIL, field("t", "radio", options("a", more=', recipient = "a@b.example"'))),
     "“subscription” has no “recipient”"),
    (('delivery = "outside"\n', EMAIL), "a table with “action”"),
    ((OUTSIDE, "retention = 3\n", EMAIL), "“outside” has no “retention”"),
    ((OUTSIDE.replace("https:", "http:"), EMAIL), "begins with https://"),
    ((OUTSIDE, 'outside.u = "1"\n', EMAIL), "both “u” and “id”"),
    ((OUTSIDE, f"outside.group = {WORDS}\n", EMAIL), "only a form hosted"),
    ((MAILCHIMP, TOPIC), "needs one required field"),
])
def test_what_makes_no_sense_is_reported(
        tmp_path: Path, parts: tuple[str, ...], message: str) -> None:
    """Each message says what would be right."""
    problems = told(tmp_path, *parts)

    assert any(message in problem for problem in problems), problems


def test_a_choice_may_pick_who_gets_the_message(tmp_path: Path) -> None:
    """The recipients of the chosen option take the place of the form's."""
    (tmp_path / "contact.toml").write_text(HEAD + MAIL + field(
        "topic", "select", options("press", more=', recipient = ["press@firm.example"]')), "utf-8")

    form = load_forms(tmp_path, ["fr", "en"])[0]["contact"]

    assert form.recipients({"topic": "press"}) == ("press@firm.example",)
    assert form.recipients({"topic": ""}) == ("office@firm.example", "other@firm.example")
