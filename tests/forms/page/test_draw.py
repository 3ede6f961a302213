"""Forms are drawn so that everyone can fill them in, without a script."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.core.i18n import Catalogue
from plugins.core.jinja import new_environment
from plugins.core.messages import Message
from plugins.forms.declaration.answer import Answer
from plugins.forms.declaration.form import Form
from plugins.forms.page.draw import FormPage, draw, duration

Drawn = Callable[..., Tag]


@pytest.fixture
def drawn(forms: dict[str, Form], templates: Path,
          catalogue_of: Callable[[str], Catalogue]) -> Drawn:
    """Return what draws a form and reads it as a browser would."""
    def read(name: str = "contact", lang: str = "fr", number: int = 1,
             values: Mapping[str, str] = {}, errors: Mapping[str, str] = {}, **page: str) -> Tag:
        answer = Answer(forms[name], lang, values,
                        {key: Message("{text}", {"text": text}) for key, text in errors.items()})
        html = draw(answer, FormPage(f"/forms/{name}", **page),
                    new_environment(templates, catalogue_of(lang)), number=number)
        form = BeautifulSoup(html, "html.parser").form
        assert form is not None
        return form
    return read


@pytest.mark.parametrize("name", ["contact", "subscribe"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_field_has_its_visible_label(drawn: Drawn, name: str, lang: str) -> None:
    """Each control but the hidden ones is labelled, in the form's language."""
    form = drawn(name, lang)

    controls = form.select("input:not([type=hidden]), select, textarea")
    labels = {label["for"]: label.get_text() for label in form.select("label")}
    assert {control["id"] for control in controls} == labels.keys()
    assert form.find("input", {"name": "lang"})["value"] == lang


def test_a_form_posts_to_the_receiver_without_a_script(drawn: Drawn) -> None:
    """The element says by itself which form it is and where it goes."""
    form = drawn()

    assert (form["data-form"], form["method"], form["action"]) == (
        "contact", "post", "/forms/contact")
    assert not form.select("script, style, [style], [onclick]")
    assert form.select_one("button[type=submit]").get_text() == "Envoyer le message"


def test_what_is_asked_is_known_to_the_browser_which_stops_nobody(drawn: Drawn) -> None:
    """It fills in, and says what is required; the site itself says what is wrong, all at once."""
    form = drawn()

    email = form.find("input", {"name": "email"})
    message = form.find("textarea")
    assert (email["type"], email["autocomplete"], email.has_attr("required")) == (
        "email", "email", True)
    assert form.has_attr("novalidate")
    assert not form.select("[minlength], [maxlength], [pattern]")
    assert [(rule["data-rule"], rule["data-limit"]) for rule in message.parent.select("[data-rule]")
            ] == [("damaged", ""), ("missing", ""), ("long", "5000"), ("short", "10")]
    assert not form.find("input", {"name": "company"}).has_attr("required")
    assert "(facultatif)" in form.find("label", {"for": "form-contact-1-company"}).get_text()


def test_errors_are_summed_up_and_tied_to_their_fields(drawn: Drawn) -> None:
    """The summary takes the focus and leads to the fields; each field says what is wrong."""
    form = drawn(errors={"email": "Indiquez une adresse."}, values={"email": "zoe"})

    summary = form.select_one(".form__summary[role=alert][tabindex='-1']")
    email = form.find(id=summary.a["href"].removeprefix("#"))
    told = [form.find(id=own).get_text() for own in email["aria-describedby"].split()]
    assert "Indiquez une adresse." in summary.get_text()
    assert email["aria-invalid"] == "true"
    assert told == ["Nous n’y enverrons qu’un accusé de réception et notre réponse.",
                    "Erreur\u00a0: Indiquez une adresse."]
    assert form.find("textarea")["aria-invalid"] == "false"


@pytest.mark.parametrize(("errors", "told"), [
    ({"name": "Indiquez votre nom."}, "Indiquez votre nom."),
    ({"consent": "Cochez cette case pour que nous puissions vous répondre."},
     "Cochez cette case pour que nous puissions vous répondre."),
    ({"consent": "Cochez cette case."}, "Cochez cette case."),
    ({"message": "Trop court."}, "Votre message\u00a0: Trop court."),
    ({"": "Réessayez."}, "Réessayez."),
])
def test_the_summary_names_a_field_only_where_its_error_does_not(
        drawn: Drawn, errors: dict[str, str], told: str) -> None:
    """Nothing is said twice, and a visitor does not read the whole consent again."""
    form = drawn(errors=errors, values=dict.fromkeys(errors, "…"))

    assert [line.get_text() for line in form.select(".form__summary li")] == [told]


@pytest.mark.parametrize(("privacy", "links"), [
    ("/fr/confidentialite/", ["/fr/confidentialite/"]),
    ("", []),
])
def test_a_form_leads_to_what_becomes_of_the_data(
        drawn: Drawn, privacy: str, links: list[str]) -> None:
    """The link is right above the button, where there is such a page."""
    form = drawn(privacy=privacy)

    assert [link["href"] for link in form.select(".form__privacy:has(+ button) a")] == links


def test_purpose_retention_and_rights_are_beside_the_button(drawn: Drawn) -> None:
    """What for, for how long, and what a visitor may ask."""
    text = " ".join(drawn("contact", "en").select_one(".form__privacy").get_text().split())

    assert text == ("The firm uses this information to answer your message, and for nothing else. "
                    "This site keeps your message for 1 year. You may at any time withdraw your "
                    "consent, and see, correct or erase your data.")


def test_how_long_a_consent_is_proved_is_beside_the_button(
        drawn: Drawn, forms: dict[str, Form]) -> None:
    """As long as the subscription, and three years: so the request itself must end early."""
    text = drawn("subscribe", "en").select_one(".form__privacy").get_text()

    assert "as long as you receive the letter, and three years longer as proof" in text
    assert forms["subscribe"].retention <= 31


@pytest.mark.parametrize(("days", "lang", "words"), [
    (365, "en", "1 year"), (1095, "fr", "3 ans"), (90, "fr", "3 mois"), (400, "en", "400 days"),
    (1, "fr", "1 jour"), (0, "en", "0 days"),
])
def test_a_retention_is_written_as_people_count(days: int, lang: str, words: str) -> None:
    """In years or months where these are exact."""
    assert duration(days, lang) == words.replace(" ", "\u00a0")


def test_a_form_without_errors_has_no_summary(drawn: Drawn) -> None:
    """Nothing alarms a visitor who has not typed yet."""
    form = drawn()

    for template in form.select("template"):  # what the script may need
        template.decompose()
    assert not form.select("[role=alert], [aria-invalid=true], .form__error, [autofocus]")


def test_what_was_typed_is_kept_and_is_never_markup(drawn: Drawn) -> None:
    """Values are back in every kind of field, escaped."""
    evil = '</textarea></form><script>"\'&amp;</script>'
    form = drawn(values={"name": evil, "message": f"\n{evil}", "topic": "press",
                         "consent": "yes"})

    assert form.find("input", {"name": "name"})["value"] == evil
    # A browser drops the line break that directly follows the opening tag.
    assert form.find("textarea").get_text() == f"\n\n{evil}"
    assert form.select_one("option[selected]")["value"] == "press"
    assert form.find("input", {"name": "consent"}).has_attr("checked")
    assert not form.select("script")


def test_nothing_is_ticked_or_chosen_beforehand(drawn: Drawn) -> None:
    """Consent is an act of the visitor."""
    form = drawn("subscribe")

    assert not form.select("[checked], [selected]")


def test_the_same_form_twice_on_a_page_has_its_own_ids(drawn: Drawn) -> None:
    """No id of the second drawing is one of the first, and all references stay inside."""
    first, second = drawn(), drawn(number=2, errors={"name": "x"})

    ids = [{tag["id"] for tag in form.select("[id]")} | {form["id"]} for form in (first, second)]
    assert not ids[0] & ids[1]
    assert {label["for"] for label in second.select("label")} <= ids[1]


def test_the_trap_is_hidden_from_people(drawn: Drawn) -> None:
    """Assistive technology, the keyboard and autofill pass it by."""
    trap = drawn().select_one(".form__trap")

    assert trap["aria-hidden"] == "true"
    assert (trap.input["tabindex"], trap.input["autocomplete"]) == ("-1", "off")


def test_a_fault_of_the_whole_form_is_reported_without_a_field(drawn: Drawn) -> None:
    """What concerns no field is in the summary alone."""
    form = drawn(errors={"": "Réessayez."})

    assert "Réessayez." in form.select_one(".form__summary").get_text()
    assert not form.select(".form__summary a, [aria-invalid=true]")
