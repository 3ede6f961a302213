"""Forms are declared in TOML, and every mistake is told with its line."""

from pathlib import Path

import pytest

from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import load_forms

LANGUAGES = ["fr", "en"]

FORM = '''page = "contact"
thanks = "thanks"
delivery = "mail"
recipient = "office@firm.example"
title = { fr = "Écrire", en = "Write" }
submit = { fr = "Envoyer", en = "Send" }
subject = { fr = "Message de {email}", en = "Message from {email}" }
retention = 365
[[fields]]
name = "email"
type = "email"
required = true
label.fr = "Adresse"
label.en = "Address"

[[fields]]
name = "topic"
type = "select"
label = { fr = "Objet", en = "Topic" }
options = [{ value = "a", label = { fr = "Un", en = "One" } }]

[wordpress]
ids = ["76"]
'''


def problems_of(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """Return what is said of a form with this text, and on which lines."""
    (tmp_path / "contact.toml").write_text(text, "utf-8")
    forms, problems = load_forms(tmp_path, LANGUAGES)
    assert bool(forms) == (not problems)
    return [(problem.line, problem.message.render(str)) for problem in problems]


def test_a_form_is_loaded_as_it_is_declared(tmp_path: Path) -> None:
    """Its id is the file's name; wordings stand in the order of the site's languages."""
    (tmp_path / "contact.toml").write_text(FORM, "utf-8")

    forms, problems = load_forms(tmp_path, LANGUAGES)

    form = forms["contact"]
    assert problems == []
    assert form.languages == ("fr", "en")
    assert [field.name for field in form.fields] == ["email", "topic"]
    assert form.fields[0].max == 254
    assert form.wordpress.ids == ("76",)


def test_wordings_are_typeset_when_loaded(tmp_path: Path) -> None:
    """What sets texts is given each wording with its language, and nothing else."""
    (tmp_path / "contact.toml").write_text(FORM, "utf-8")

    forms, _ = load_forms(tmp_path, LANGUAGES, lambda text, lang: f"{lang}:{text}")

    assert forms["contact"].title == {"fr": "fr:Écrire", "en": "en:Write"}
    assert forms["contact"].recipient == ("office@firm.example",)


@pytest.mark.parametrize(("before", "after", "line", "message"), [
    ('page = "contact"', "page = contact", 1, "this is not TOML"),
    ('page = "contact"', "", 0, "the key “page” is missing"),
    ('thanks = "thanks"', "", 0, "the key “thanks”; add it: the key of the page that thanks"),
    ("retention = 365", "", 0, "“retention”; add it: for how many days"),
    ('page = "contact"', "page = 3", 1, "“page” is not what it must be: a text"),
    ('page = "contact"', 'page = " "', 1, "“page” is not what it must be: a text"),
    ('delivery = "mail"', 'delivery = "post"', 3, "it is one of mail, subscription, outside"),
    ('recipient = "office@firm.example"', "", 0, "needs the key “recipient”"),
    ("office@firm.example", "office", 4, "“office” is no email address"),
    ('title = { fr = "Écrire", en', 'title = { fr = "Écrire", de', 5, "no wording in “en”"),
    ('title = { fr = "Écrire", en', 'title = { fr = "Écrire", de', 5, "“de” is no language"),
    ('title = { fr = "Écrire"', "title = { fr = 1", 5, "“title.fr” is not what it must be"),
    ('submit = {', 'sumbit = {', 6, "the key “sumbit” is unknown"),
    ("from {email}", "from {mail}", 7, "the subject names the field “mail”"),
    ('type = "email"', 'type = "mail"', 11, "“type” cannot be “mail”"),
    ("required = true", 'required = "yes"', 12, "“required” is not what it must be: true"),
    ("required = true", "max = 0", 12, "“max” is not what it must be: a whole number"),
    ("required = true", "min = 9\nmax = 8", 12, "“min” is above “max”"),
    ("required = true", 'autocomplete = "mail"', 12, "“autocomplete” cannot be “mail”"),
    ("required = true", 'version = "1"', 12, "“email” has no “version”"),
    ('label.en = "Address"', "", 13, "“label” has no wording in “en”"),
    ('name = "topic"', 'name = "email"', 10, "two fields are named “email”"),
    ('name = "topic"', 'name = "lang"', 17, "taken by a hidden field"),
    ('name = "topic"', 'name = "Topic 1"', 17, "must be small letters"),
    ('type = "select"', 'type = "consent"', 18, "has no version"),
    ('type = "select"', 'type = "text"', 20, "“text” has no “options”"),
    ('options = [{ value = "a", label = { fr = "Un", en = "One" } }]', "", 18, "nothing to choose"),
    ('options = [{ value = "a", label = { fr = "Un", en = "One" } }]', "options = []", 20,
     "a list of tables that is not empty"),
    ('ids = ["76"]', "ids = [76]", 23, "“ids” is not what it must be: a list of texts"),
    ('ids = ["76"]', 'id = ["76"]', 23, "the key “id” is unknown"),
])
def test_a_mistake_is_told_with_its_line(
        tmp_path: Path, before: str, after: str, line: int, message: str) -> None:
    """Each message says what is wrong and stands where the mistake is, as far as one can tell."""
    problems = problems_of(tmp_path, FORM.replace(before, after, 1))

    assert any(found == line and message in text for found, text in problems), problems


@pytest.mark.parametrize("text", [
    FORM,
    FORM.replace('ids = ["76"]', ""),
    FORM.replace("required = true", "required = false\nmin = 3\nmax = 3"),
    FORM.replace("required = true", 'help = { fr = "a", en = "b" }'),
    FORM.replace("\n", "\r\n"),
    "\ufeff" + FORM,
])
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    """A form without a mistake gives no message."""
    assert problems_of(tmp_path, text) == []


def test_a_shortcode_has_one_form(tmp_path: Path) -> None:
    """An id that two forms claim is told on the line of the second."""
    (tmp_path / "contact.toml").write_text(FORM, "utf-8")
    (tmp_path / "write.toml").write_text(FORM, "utf-8")

    _, problems = load_forms(tmp_path, LANGUAGES)

    [problem] = problems
    assert (Path(problem.path).name, problem.line) == ("write.toml", 23)
    assert "contact.toml" in problem.message.render(str)


def test_a_subscription_needs_an_address_and_no_recipient(tmp_path: Path) -> None:
    """What goes to the audience is not mailed, and cannot go there without an address."""
    text = FORM.replace('"mail"', '"subscription"').replace("required = true", "")

    messages = " ".join(message for _, message in problems_of(tmp_path, text))

    assert "needs one required field" in messages
    assert "has no “recipient”" in messages


def test_a_file_name_that_is_no_address_is_told(tmp_path: Path) -> None:
    """The file's name becomes part of an address."""
    (tmp_path / "Nous écrire.toml").write_text(FORM, "utf-8")

    forms, problems = load_forms(tmp_path, LANGUAGES)

    assert not forms
    assert "cannot be an address" in problems[0].message.render(str)


def test_the_forms_of_the_site_answer_to_the_old_shortcodes(forms: dict[str, Form]) -> None:
    """The two shortcodes of the imported brief have their forms."""
    assert forms["contact"].wordpress.ids == ("76",)
    assert forms["contact"].wordpress.titles == ("Reach Us",)
    assert forms["subscribe"].wordpress.ids == ("235",)
