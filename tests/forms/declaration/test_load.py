"""Forms are loaded, all that is wrong reported with its line, and again when they change."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.core.messages import ContentError
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import ReloadingForms, form_advice, load_forms
from tests.conftest import PROJECT

WATCHED = '''page = "contact"
thanks = "thanks"
delivery = "mail"
retention = 365
recipient = "office@firm.example"
subject.en = "Message"
title.en = "Write"
submit.en = "Send"
[[fields]]
name = "message"
type = "text"
label.en = "Message"
'''
WRONG = WATCHED.replace('"text"', '"txet"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that declares one form."""
    (tmp_path / "contact.toml").write_text(WATCHED)
    return tmp_path


def declarations(folder: Path, reads: list[int] | None = None) -> ReloadingForms:
    """Return the forms of a folder; `reads` grows with each time that the files are read."""
    def load() -> dict[str, Form]:
        if reads is not None:
            reads.append(1)
        forms, problems = load_forms(folder, ["en"])
        if problems:
            raise ContentError(*problems)
        return forms
    return ReloadingForms(folder, load)


def test_what_is_declared_again_is_known_at_once(folder: Path) -> None:
    """A form that is changed, one more, and one that is gone."""
    forms = declarations(folder)
    assert forms["contact"].submit["en"] == "Send"

    (folder / "contact.toml").write_text(WATCHED.replace("Send", "Post"))
    assert forms["contact"].submit["en"] == "Post"
    (folder / "press.toml").write_text(WATCHED)
    assert set(forms) == {"contact", "press"}
    (folder / "contact.toml").unlink()
    assert (forms.get("contact"), len(forms)) == (None, 1)


def test_what_has_not_changed_is_not_read_again(folder: Path) -> None:
    """A visitor waits for a look at the folder, no more."""
    reads = list[int]()
    forms = declarations(folder, reads)

    assert [forms["contact"].id for _ in range(9)] == ["contact"] * 9

    assert len(reads) == 1


def test_a_wrong_declaration_changes_nothing(
        folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The last good forms stay until it is corrected; the log says once where it is wrong."""
    forms = declarations(folder)

    with caplog.at_level(logging.INFO, "plugins.forms"):
        (folder / "contact.toml").write_text(WRONG)
        assert [len(forms), len(forms), forms["contact"].submit["en"]] == [1, 1, "Send"]
        (folder / "contact.toml").write_text(WATCHED.replace("Send", "Post"))
        assert forms["contact"].submit["en"] == "Post"

    told = [(record.message, vars(record)["facts"]) for record in caplog.records]
    assert [event for event, _ in told] == ["declaration", "declared"]
    assert (told[0][1]["file"], told[0][1]["line"]) == ("contact.toml", 11)


def test_a_receiver_does_not_begin_with_a_wrong_declaration(folder: Path) -> None:
    """There is no good one yet."""
    (folder / "contact.toml").write_text(WRONG)

    with pytest.raises(ContentError):
        declarations(folder)


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
    """Return the messages about a form with this text, and their lines."""
    (tmp_path / "contact.toml").write_text(text, "utf-8")
    forms, problems = load_forms(tmp_path, LANGUAGES)
    assert bool(forms) == (not problems)
    return [(problem.line, problem.message.render(str)) for problem in problems]


def test_a_form_is_loaded_as_it_is_declared(tmp_path: Path) -> None:
    """Its id is the file's name; wordings are in the order of the site's languages."""
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
    ('page = "contact"', "page = contact", 1, "only straight quotation marks hold a text"),
    ('page = "contact"', "", 0, "the key “page” is missing"),
    ('thanks = "thanks"', "", 0, "the key “thanks”; add it: the key of the page that thanks"),
    ("retention = 365", "", 0, "“retention”; add it: for how many days"),
    ('page = "contact"', "page = 3", 1, "“page” is not what it must be: a text"),
    ('page = "contact"', 'page = " "', 1, "“page” is not what it must be: a text"),
    ('delivery = "mail"', 'delivery = "post"', 3, "it is one of mail, subscription, outside"),
    ('recipient = "office@firm.example"', "", 0, "needs the key “recipient”"),
    ("office@firm.example", "office", 4, "“office” is not an email address"),
    ("office@firm.example", 'a@firm.example"\ncopy = "archive', 5, "“archive” is not an email"),
    ("office@firm.example", 'a@firm.example"\nif_refused = "a@firm.example', 5,
     "“a@firm.example” receives the messages already"),
    ("office@firm.example", 'a@firm.example"\ncopy = 3\nx = "', 5, "“copy” is not what it must be"),
    ('title = { fr = "Écrire", en', 'title = { fr = "Écrire", de', 5, "no words for “title” in"),
    ('title = { fr = "Écrire", en', 'title = { fr = "Écrire", de', 5, "“de” is not a language"),
    ('title = { fr = "Écrire"', "title = { fr = 1", 5, "“title.fr” is not what it must be"),
    ('submit = {', 'sumbit = {', 6, "the key “sumbit” is unknown"),
    ("from {email}", "from {mail}", 7, "the subject names the field “mail”"),
    ('type = "email"', 'type = "mail"', 11, "“type” cannot be “mail”"),
    ("required = true", 'required = "yes"', 12, "“required” is not what it must be: true"),
    ("required = true", "max = 0", 12, "“max” is not what it must be: a whole number"),
    ("required = true", "min = 9\nmax = 8", 12, "“min” is above “max”"),
    ("required = true", 'autocomplete = "mail"', 12, "“autocomplete” cannot be “mail”"),
    ("required = true", 'version = "1"', 12, "“email” has no “version”"),
    ('label.en = "Address"', "", 13, "there are no words for “label” in “en”"),
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
def test_a_mistake_is_reported_with_its_line(
        tmp_path: Path, before: str, after: str, line: int, message: str) -> None:
    """Each message says what is wrong, on the line of the mistake as far as that can be known."""
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
    """An id that two forms claim is reported on the line of the second."""
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


def test_a_file_name_that_is_no_address_is_reported(tmp_path: Path) -> None:
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


BARE = '''page = "contact"
thanks = "thanks"
delivery = "subscription"
retention = 365
title.en = "Write"
submit.en = "Send"

[[fields]]
name = "email"
type = "email"
required = true
label.en = "Address"
'''


def test_what_visitors_would_miss_is_reported_with_its_line(tmp_path: Path) -> None:
    """A warning: the form can be sent all the same."""
    (tmp_path / "a.toml").write_text(BARE, "utf-8")

    told = list(form_advice(load_forms(tmp_path, ["en"])[0]["a"]))

    assert {problem.level for problem in told} == {"warning"}
    assert [problem.line for problem in told] == [0, 10]
    assert ["add “purpose”" in str(told[0].message), "“email”" in str(told[1].message)] \
        == [True, True]


def test_the_forms_of_the_site_need_no_advice(forms: dict[str, Form]) -> None:
    """They tell what for, and browsers fill them in."""
    assert [problem for form in forms.values() for problem in form_advice(form)] == []


def test_copies_and_second_addresses_are_among_all_recipients(forms: dict[str, Form]) -> None:
    """The mail server is asked whether it takes mail for them, too."""
    form = replace(forms["contact"], copy=("a@firm.example",), if_refused=("b@firm.example",))

    assert form.all_recipients[-2:] == ("a@firm.example", "b@firm.example")


def test_a_consent_names_the_firm_that_asks_for_it(tmp_path: Path):
    """Another firm's consents would be a false statement."""
    shutil.copytree(PROJECT / "content" / "forms", tmp_path / "forms")
    path = tmp_path / "forms" / "contact.toml"
    path.write_text('copy = "{email}"\n' + path.read_text("utf-8"), "utf-8")
    (tmp_path / "firm.toml").write_text(
        '[firm]\nname = "Durand SELARL"\nemail = "a@durand.example"')
    forms, problems = load_forms(tmp_path / "forms", ["fr", "en"])

    consent = next(field for field in forms["contact"].fields if field.name == "consent_china")
    assert problems == []
    assert "à Durand SELARL (a@durand.example)" in consent.label["fr"]
    assert forms["contact"].recipient == forms["contact"].copy == ("a@durand.example",)
    assert forms["contact"].subject["fr"] == "[Site] {topic} – {name}"


def test_a_word_in_braces_that_nothing_replaces_is_told(tmp_path: Path):
    """Visitors would read it as it is."""
    path = Path(shutil.copytree(PROJECT / "content" / "forms", tmp_path / "forms"), "contact.toml")
    path.write_text(path.read_text("utf-8").replace("à {firm} (", "à {frim} ("), encoding="utf-8")

    (problem,) = load_forms(path.parent, ["fr", "en"])[1]

    assert problem.message.render(str).startswith("nothing is put in the place of “{frim}” here")
