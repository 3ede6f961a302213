"""Each kind of field is drawn as browsers and assistive technology know it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.core.messages import Message, say
from plugins.forms.declaration.answer import Answer
from plugins.forms.declaration.form import Condition, Field, Form, Option, Outside
from plugins.forms.page.draw import FormPage, draw

WORDS = {"en": "Label"}
WAYS = (Option("mail", {"en": "By mail"}, ("mail@firm.example",)),
        Option("tel", {"en": "By phone"}))
EMAIL = Field("email", "email", WORDS, required=True)


def drawn(templates: Path, *fields: Field, outside: Outside | None = None, path: str = "",
          values: Mapping[str, str] = {}, errors: Mapping[str, Message] = {}) -> Tag:
    """Return a form with these fields as a browser reads it."""
    form = Form("test", "test.toml", "page", "thanks", "outside" if outside else "mail", WORDS,
                WORDS, fields, retention=30, outside=outside)
    html = draw(Answer(form, "en", values, errors), FormPage("/forms/test", path),
                new_environment(templates, load(Path(), "en")))
    found = BeautifulSoup(html, "html.parser").form
    assert found is not None
    return found


def test_radio_buttons_are_a_group_with_a_name(templates: Path) -> None:
    """The label is the legend; an error leads to the first button and belongs to the group."""
    form = drawn(templates, Field("way", "radio", WORDS, required=True, options=WAYS),
                 values={"way": "tel"}, errors={"way": say("Choose.")})

    group = form.select_one("fieldset[role=radiogroup][aria-invalid=true]")
    buttons = group.select("input[type=radio][name=way][required]")
    assert group.legend.get_text() == "Label"
    assert form.find(id=group["aria-describedby"]).get_text() == "Error: Choose."
    assert form.select_one(".form__summary a")["href"] == "#" + buttons[0]["id"]
    assert [(button["value"], button.has_attr("checked")) for button in buttons] \
        == [("mail", False), ("tel", True)]
    assert [form.find("label", {"for": button["id"]}).get_text() for button in buttons] \
        == ["By mail", "By phone"]


def test_ordinals_and_chinese_are_marked_where_html_may_stand(templates: Path) -> None:
    """An option of a list and an attribute hold plain text."""
    words = {"fr": "Le 1er d’un 合同"}
    form = Form("test", "test.toml", "page", "thanks", "mail", words, words, (
        Field("a", "select", words, options=(Option("b", words),)),
        Field("c", "radio", words, options=(Option("d", words),)),
        Field("e", "text", words, help=words, placeholder=words)), retention=30, intro=words)
    html = draw(Answer(form, "fr", {}, {}), FormPage("/forms/test"),
                new_environment(templates, load(Path(), "en")))

    marked = 'Le 1<sup>er</sup> d’un <span lang="zh-Hans">合同</span>'
    assert html.count(marked) == html.count("合同") - 2 == 9
    assert f'<option value="b">{words["fr"]}</option>' in html
    assert f'placeholder="{words["fr"]}"' in html


@pytest.mark.parametrize(("field", "attributes"), [
    (Field("a", "url", WORDS, max=500), {"type": "url", "maxlength": "500"}),
    (Field("a", "tel", WORDS, autocomplete="tel"), {"type": "tel", "autocomplete": "tel"}),
    (Field("a", "text", WORDS, pattern=r"\d{5}", mismatch={"en": "Five digits."}),
     {"type": "text", "pattern": r"\d{5}", "title": "Five digits."}),
])
def test_constraints_are_native_where_no_receiver_of_ours_checks_them(
        templates: Path, field: Field, attributes: dict[str, str]) -> None:
    """The browser itself knows them, and which keyboard to show."""
    form = drawn(templates, field, outside=Outside("https://crm.example/in"))
    control = form.find("input", {"name": "a"})

    assert not form.has_attr("novalidate")

    assert attributes.items() <= control.attrs.items()


def test_no_recipient_is_ever_shown(templates: Path) -> None:
    """Who gets a message stays on the server."""
    form = drawn(templates, Field("way", "select", WORDS, options=WAYS))

    assert "mail@firm.example" not in str(form)


def test_a_field_knows_the_condition_on_which_it_is_asked(templates: Path) -> None:
    """By a number, which the style sheet knows."""
    press, other = Condition("way", ("mail",)), Condition("way", ("mail", "tel"))
    form = drawn(templates, Field("way", "select", WORDS, options=WAYS),
                 Field("a", "text", WORDS, required=True, when=press),
                 Field("b", "text", WORDS, when=other), Field("c", "text", WORDS, when=press))

    assert [part["data-when"] for part in form.select("[data-when]")] == ["1", "2", "1"]
    assert {option["value"]: option.get("data-shows") for option in form.select("option")} \
        == {"": None, "mail": "1 2", "tel": "2"}
    asked = form.find("input", {"name": "a"})
    assert asked.has_attr("required")
    assert "optional" not in asked.parent.get_text()


def test_what_may_be_hidden_never_stops_a_browser(templates: Path) -> None:
    """It would not send what is wrong there, and could not show where, to whomever it goes."""
    press = Condition("way", ("mail",))
    form = drawn(templates, Field("way", "select", WORDS, options=WAYS),
                 Field("a", "email", WORDS, when=press), Field("b", "url", WORDS, when=press),
                 Field("c", "text", WORDS, min=9, max=9, pattern=r"\d{9}", mismatch=WORDS,
                       required=True, when=press), outside=Outside("https://crm.example/in"))

    kinds = {name: form.find("input", {"name": name}) for name in "abc"}
    assert [(field["type"], field.get("inputmode")) for field in kinds.values()] \
        == [("text", "email"), ("text", "url"), ("text", None)]
    assert not form.select("[pattern], [minlength], [maxlength], [required]")


def test_what_is_hidden_is_not_in_the_page(templates: Path) -> None:
    """Our receiver knows it by itself, so that nobody can send something else."""
    form = drawn(templates, EMAIL, Field("from", "hidden", WORDS, source="page"), path="/en/x/")

    assert [field["name"] for field in form.select("[type=hidden]")] == ["lang", "seen", "begun-at"]


def test_a_hosted_form_of_mailchimp_gets_what_it_expects(templates: Path) -> None:
    """Its names, its ids, the group of the language and its own trap; the visitor can read it."""
    form = drawn(templates, EMAIL, Field("name", "text", WORDS, outside="FNAME"), outside=Outside(
        "https://x.us1.list-manage.com/subscribe/post", "0a", "1b", "b_0a_1b",
        {"en": "group[7][2]"}))

    fields = {field["name"]: field["value"] for field in form.select("[name]:not(.form__trap *)")}
    assert form["action"] == "https://x.us1.list-manage.com/subscribe/post"
    assert fields == {"u": "0a", "id": "1b", "group[7][2]": "2", "EMAIL": "", "FNAME": ""}
    assert form.select_one(".form__trap input")["name"] == "b_0a_1b"
    assert "goes to x.us1.list-manage.com." in form.select_one(".form__privacy").get_text()


def test_a_form_for_any_address_is_sent_as_it_is(templates: Path) -> None:
    """Its fields under their own names, what is hidden with its value, no trap it does not know."""
    form = drawn(templates, EMAIL, Field("from", "hidden", WORDS, source="page"),
                 Field("kind", "hidden", WORDS, value="a"), path="/en/x/",
                 outside=Outside("https://crm.example/in"))

    assert {field["name"]: field["value"] for field in form.select("[name]")} \
        == {"email": "", "from": "/en/x/", "kind": "a"}
    assert not form.select(".form__trap")
