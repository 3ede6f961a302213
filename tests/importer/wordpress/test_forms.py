"""A form of the old site is declared in every language, and the shortcodes find it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.check.run import check
from plugins.forms.declaration.form import Field, Form, WordPress
from plugins.forms.declaration.load import load_forms
from plugins.forms.wordpress.shortcodes import find_shortcodes, form_of
from plugins.importer.wordpress.export import Item
from plugins.importer.wordpress.forms import ImportedForm, import_forms
from tests.conftest import Site
from tests.support.wordpress import php

LANGUAGES = ("fr", "en")
DIGEST = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0"

FRENCH = """
<label> Votre nom (obligatoire)
    [text* your-name maxlength:80 minlength:2 autocomplete:name] </label>
<p>Votre adresse :<br />
    [email* your-email placeholder "vous@societe.example"]</p>
<label> Objet [select* your-topic first_as_label "Choisissez" "Une société"
    "La presse|presse@firm.example"] </label>
[radio where default:1 "Paris" "Pékin"]
[checkbox callback "Rappelez-moi"]
[textarea your-message 40x10/600]
[acceptance consent] J’accepte d’être recontacté. [/acceptance]
[hidden origin "site"]
[submit "Envoyer la demande"]
"""
ENGLISH = (FRENCH.replace("Votre nom (obligatoire)", "Your name (required)")
           .replace("Votre adresse :", "Your address:").replace("Une société", "A company")
           .replace("La presse", "The press").replace("J’accepte d’être recontacté.",
                                                      "You may call me.")
           .replace("Envoyer la demande", "Send the request").replace("Pékin", "Beijing"))
MAIL = {"active": True, "subject": '[_site_title] "[your-topic]" – [your-name]', "sender": "x",
        "recipient": "office@firm.example, desk@firm.example", "body": "De : [your-name]",
        "additional_headers": "Reply-To: [your-email]\nCc: archive@firm.example"}


def item(number: int, title: str = "Contact", form: str = FRENCH, locale: str = "fr_FR",
         **meta: object) -> Item:
    """Return an item of Contact Form 7 as an export has it."""
    kept = {"_form": form, "_mail": php(MAIL), "_locale": locale} | {
        f"_{name}": value if isinstance(value, str) else php(value)
        for name, value in meta.items()}
    return Item("export.xml", 1, number, "wpcf7_contact_form", "publish", title,
                meta={name: (str(value),) for name, value in kept.items()})


def imported(*items: Item, groups=(), there=None, content: str = "", **options: object
             ) -> tuple[ImportedForm, ...]:
    """Return what is made of items."""
    return import_forms([(each, content) for each in items], groups, {}, LANGUAGES, there or {},
                        **options)


def loaded(folder: Path, *made: ImportedForm) -> dict[str, Form]:
    """Return the forms as the program reads them."""
    place = folder / "forms"
    place.mkdir(exist_ok=True)
    for each in made:
        (place / f"{each.key}.toml").write_text(each.toml, encoding="utf-8")
    forms, problems = load_forms(place, LANGUAGES)
    assert [(problem.line, str(problem.message)) for problem in problems] == []
    return forms


def fields(folder: Path, template: str) -> list[Field]:
    """Return the fields of a template."""
    return list(loaded(folder, *imported(item(1, form=template)))["contact"].fields)


def said(made: ImportedForm) -> str:
    """Return all that is told of a form."""
    return "\n".join(f"{loss.what} [{loss.near}]" for loss in made.losses)


def test_two_forms_that_ask_for_the_same_are_one_in_two_languages(tmp_path: Path):
    """With all their words, limits, answers and addresses."""
    [made] = imported(item(76, "Contact"), item(77, "Reach us", ENGLISH, "en_US"))

    form = loaded(tmp_path, made)["contact"]

    assert form.title == {"fr": "Nous écrire", "en": "Write to us"}  # not the plugin's own
    assert form.submit == {"fr": "Envoyer la demande", "en": "Send the request"}
    assert form.recipient == ("office@firm.example", "desk@firm.example")
    assert form.copy == ("archive@firm.example",)
    assert form.subject["en"] == '"{topic}" – {name}'
    name, email, topic, where, callback, message, consent, origin = form.fields
    assert (name.name, name.type, name.required) == ("name", "text", True)
    assert (name.min, name.max) == (2, 80)
    assert name.label == {"fr": "Votre nom", "en": "Your name"}
    assert (email.label["en"], email.placeholder["en"]) == ("Your address", "vous@societe.example")
    assert [(each.value, each.label["en"], each.recipient) for each in topic.options] == [
        ("une-societe", "A company", ()), ("la-presse", "The press", ("presse@firm.example",))]
    assert (where.type, where.options[1].label["en"]) == ("radio", "Beijing")
    assert (callback.type, callback.label["fr"]) == ("checkbox", "Rappelez-moi")
    assert (message.type, message.max, message.required) == ("textarea", 600, False)
    assert (consent.type, consent.label["en"], consent.required) == (
        "consent", "You may call me.", True)
    assert (origin.type, origin.value) == ("hidden", "site")


@pytest.mark.parametrize("shortcode", [
    '[contact-form-7 id="76" title="Autre"]', '[contact-form-7 id="77"]',
    '[contact-form-7 id="a1b2c3d" title="Contact"]', '[contact-form-7 title="Reach us"]',
    '[contact-form-7 id="404" title="Contact"]', '[contact-form 3 "Contact 3"]'])
def test_every_shortcode_of_the_old_site_finds_its_form(tmp_path: Path, shortcode: str):
    """By number, by digest, by title, in each language."""
    [made] = imported(item(76, hash=DIGEST, old_cf7_unit_id="3"),
                      item(77, "Reach us", ENGLISH, "en_US"), groups=[{"fr": 76, "en": 77}])
    forms = loaded(tmp_path, made)

    [found] = find_shortcodes(shortcode)

    assert form_of(found, forms) is forms["contact"]


@pytest.mark.parametrize(("template", "told"), [
    ("[file* cv limit:2mb]", "a field for files is left out"),
    ('[quiz capital "France?|Paris"]', "a test for machines is left out"),
    ("[recaptcha]", "a test for machines is left out"),
    ("[unheard-of x]", ""), ("[signature x]", "a part of a form that is unknown here"),
    ('[date* day min:2020-01-01]', "a number or a date is a plain text here"),
    ("<h2>Écrivez-nous</h2> Nom [text a]", "words beside the fields of a form are left out"),
    ('[select a multiple "x" "y"]', "several answers could be chosen"),
    ("[select a]", "a choice without answers is left out"),
    ('[checkbox* a "x" "y"]', "one of these boxes had to be ticked"),
    ("[hidden a default:get]", "a hidden field that something else fills in"),
    ('[text a "avant"]', "words that a field held beforehand"),
    ('[acceptance a] Selon <a href="/x">la page</a> [/acceptance]', "a link in the words of"),
])
def test_what_has_no_equal_is_told(tmp_path: Path, template: str, told: str):
    """And the form is right without it."""
    [made] = imported(item(1, form=f"[email* your-email]\n{template}"))

    assert told in said(made)
    assert loaded(tmp_path, made)


@pytest.mark.parametrize(("template", "named"), [
    ("[text your-name]", ["name"]), ("[text 1er-choix]", ["field_1er_choix"]),
    ("[text lang][text website]", ["lang_2", "website_2"]),
    ("[text a-b][text a_b]", ["a_b", "a_b_2"]),
    ("[text été]", ["ete"]), ("[text a][text a]", ["a"]),
    ('[checkbox a "x" "y"]', ["a_1", "a_2"]), ('[checkbox a exclusive "x" "y"]', ["a"]),
])
def test_fields_have_names_that_a_form_here_may_have(tmp_path: Path, template: str, named):
    """Each its own."""
    assert [field.name for field in fields(tmp_path, template)] == named


@pytest.mark.parametrize(("template", "label"), [
    ("<label>Nom * [text a]</label>", "Nom"), ("Nom :\n[text a]", "Nom"),
    ('<label for="a">Nom</label> [text a]', "Nom"), ("<p>Nom<br />[text* a]</p>", "Nom"),
    ('[text a placeholder "Votre nom"]', "Votre nom"), ("[text a-b]", "a b"),
    ("Prix {net} &amp; <b>brut</b> [text a]", "Prix (net) & brut"),
    ("<!-- Non --> [text a]", "a"),
])
def test_the_words_before_a_field_are_its_label(tmp_path: Path, template: str, label: str):
    """Without what WordPress had to write behind it."""
    assert [field.label["fr"] for field in fields(tmp_path, template)] == [label]


def test_a_form_in_one_language_has_its_words_in_all_and_that_is_told(tmp_path: Path):
    """Nobody need translate before the site can be built."""
    [made] = imported(item(76))

    assert loaded(tmp_path, made)["contact"].submit["en"] == "Envoyer la demande"
    assert "write yours into “title” [Contact]" in said(made)
    assert "the form has no words in “en”" in said(made)


def test_recipients_are_asked_to_be_checked(tmp_path: Path):
    """An address that depended on the old site becomes the firm's."""
    [known], [unknown] = imported(item(1)), imported(
        item(1, mail={**MAIL, "recipient": "[_site_admin_email]"}))

    assert "check who receives the form (office@firm.example, desk@firm.example)" in said(known)
    assert 'recipient = "{email}"' in unknown.toml
    assert "the recipient depended on what is not known here" in said(unknown)


def test_the_answer_to_the_sender_repeats_nothing_that_was_typed(tmp_path: Path):
    """Anybody may type anybody's address."""
    second = {"active": True, "subject": "Merci [your-name]",
              "body": "Bonjour [your-name],\nNous avons reçu votre demande.\n[your-message]"}
    [made] = imported(item(1, mail_2=second))

    form = loaded(tmp_path, made)["contact"]

    assert form.acknowledge
    assert form.acknowledgement.subject["fr"] == "Merci"
    assert form.acknowledgement.text["fr"] == "Nous avons reçu votre demande."
    assert "these lines are left out" in said(made)


def test_languages_that_name_their_fields_otherwise_are_put_together_by_place(tmp_path: Path):
    """Polylang says that they are one form; fields that only one of them has are told."""
    [made] = imported(item(1, form="Nom [text* nom]\nCourriel [email* courriel]"),
                      item(2, form="Name [text* name]\nEmail [email* email]", locale="en_GB"),
                      groups=[{"fr": 1, "en": 2}])
    [other] = imported(item(1, form="Nom [text* nom]"),
                       item(2, form="Name [text* nom]\nCity [text city]", locale="en_GB"),
                       groups=[{"fr": 1, "en": 2}])

    assert [each.label["en"] for each in loaded(tmp_path, made)["contact"].fields] == [
        "Name", "Email"]
    assert "a field that only “en” has is left out [City]" in said(other)


def test_a_form_that_is_declared_already_is_left_alone():
    """A firm has assigned its number; what an import has written is made again."""
    declared = Form("write", "", "contact", "", "mail", {}, {}, (), wordpress=WordPress(("76",)))

    assert imported(item(76), there={"write": declared}) == ()
    assert [each.key for each in imported(item(76), there={"contact": declared},
                                          ours=("contact",))] == ["contact"]


def test_two_forms_of_one_title_have_two_names_and_one_has_the_title(tmp_path: Path):
    """Two may not answer to the same."""
    made = imported(item(1, form="[text a]"), item(2, form="[text b]"))

    assert set(loaded(tmp_path, *made)) == {"contact", "contact-2"}


SIGNUP = """<p><label>Prénom <input type="text" name="FNAME" placeholder="Zoé"></label></p>
<p><label>Adresse électronique : <input type="email" name="EMAIL" required /></label></p>
<p>Langue <select name="MMERGE3"><option>Français</option><option>Anglais</option></select></p>
<p>Domaines</p><p><label><input name="INTERESTS[ab12][]" type="checkbox"> Droit fiscal</label>
<label><input name="INTERESTS[ab12][]" type="checkbox" value="y"> Droit social</label></p>
<p>Vous êtes</p><label><input type="radio" name="WHO" value="a"> Une société</label>
<label><input type="radio" name="WHO" value="b"> La presse</label>
<p><label><input type="checkbox" name="SEND[]" value="a"> Le matin</label>
<label><input type="checkbox" name="SEND[]" value="b"> Le soir</label></p>
<p><label><input name="AGREE_TO_TERMS" type="checkbox" value="1" required> J’accepte.</label></p>
<p><input type="submit" value="S’abonner" /></p>{email}"""


def test_a_form_of_mc4wp_becomes_a_subscription(tmp_path: Path):
    """Its groups are told: a subscription here notes the language alone."""
    [made] = imported(Item("x", 1, 235, "mc4wp-form", "publish", "Lettre"), content=SIGNUP)

    form = loaded(tmp_path, made)["lettre"]

    assert (form.delivery, form.submit["fr"], form.wordpress.ids) == (
        "subscription", "S’abonner", ("235",))
    assert [(each.name, each.type, each.label["fr"], each.required) for each in form.fields] == [
        ("email", "email", "Adresse électronique", True), ("first_name", "text", "Prénom", False),
        ("mmerge3", "select", "Langue", False), ("who", "radio", "Vous êtes", False),
        ("send", "checkbox", "Le matin", False), ("send_2", "checkbox", "Le soir", False),
        ("agree_to_terms", "consent", "J’accepte.", True)]
    assert [option.label["fr"] for option in form.fields[3].options] == [
        "Une société", "La presse"]
    told = said(made)
    assert "a group of the audience is left out" in told
    assert "Domaines: Droit fiscal, Droit social" in told
    assert "Mailchimp is told the address and the language alone" in told
    assert "recipient" not in told


def test_an_answer_of_mc4wp_is_all_of_its_words(tmp_path: Path):
    """Whatever tags somebody has put among them, and whether it is closed or not."""
    html = ("<p>Envoi <select name='WHEN'><option>Le <b>matin</b> même<option>Le soir</select></p>"
            "<p><button>S’inscrire<br>gratuitement</button></p>")

    [made] = imported(Item("x", 1, 1, "mc4wp-form", "publish", "Lettre"), content=SIGNUP + html)
    form = loaded(tmp_path, made)["lettre"]

    [field] = [each for each in form.fields if each.label["fr"] == "Envoi"]
    assert [option.label["fr"] for option in field.options] == ["Le matin même", "Le soir"]
    assert form.submit["fr"] == "S’abonner S’inscrire gratuitement"


def test_the_words_of_a_consent_lose_no_more_than_their_link(tmp_path: Path):
    """No space is where the tag was."""
    template = '[acceptance a] J’accepte la <a href="/x/">politique</a>.<br>Merci. [/acceptance]'

    assert [field.label["fr"] for field in fields(tmp_path, template)] == [
        "J’accepte la politique. Merci."]


def test_the_check_accepts_imported_forms(site: Site):
    """They stand beside those of the folder."""
    signup = Item("x", 1, 901, "mc4wp-form", "publish", "Lettre")
    there, _ = load_forms(site.options.content / "forms", LANGUAGES)
    for each in (*imported(item(900, "Écrire"), there=there),
                 *imported(signup, there=there, content=SIGNUP)):
        site.write(f"forms/{each.key}.toml", each.toml)

    assert [problem for problem in check(site.options) if problem.level == "error"] == []


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.sampled_from([
    "[text* a]", "[email b]", '[select c "x" "y|z"]', "[acceptance d] oui", "<p>", "</label>", '"',
    "[", "[/group]", "{firm}", "\u2028", "[submit", "[checkbox e 'x']", "é"]), max_size=12))
def test_no_template_makes_a_form_that_cannot_be_read(tmp_path_factory, words: str, parts):
    """Whatever somebody has typed into it."""
    template = words.join(parts)

    loaded(tmp_path_factory.mktemp("form"), *imported(
        item(1, words or "x", f"[text always]{template}"), content=template))


@pytest.mark.parametrize("template", [
    "<p " * 20_000, "<!--" * 15_000, "[acceptance a] " * 4_000, "[text" * 12_000,
    "[checkbox a " + '"x" ' * 14_000 + "]"],
    ids=("tags", "comments", "consents", "opened", "answers"))
def test_a_hostile_template_ends_soon_and_is_right(tmp_path: Path, template: str):
    """Of what nobody typed, some is left out."""
    signup = Item("x", 1, 2, "mc4wp-form", "publish", "Lettre")

    assert loaded(tmp_path, *imported(item(1, form=f"[text a]{template}"), signup,
                                      content=template))
