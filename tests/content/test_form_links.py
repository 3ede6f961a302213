"""A form is where a text names it, and nowhere else."""

import pytest
from bs4 import BeautifulSoup

from plugins.content.form_links import insert_form_links, replace_shortcodes, wrong_form_links
from plugins.content.markdown import converter
from plugins.forms.declaration.load import load_forms
from plugins.typography import typeset
from tests.conftest import PROJECT

FORMS, _ = load_forms(PROJECT / "content" / "forms", ("fr", "en"))

STATES = [
    'id="235"', "id='235'", "id=235", "id=\u00a0»235″", "id= »235″", "id=&#8221;235&#8243;",
    "id=« 235 »", "id=\u00ab\u00a0235\u00a0\u00bb", 'id="235" title="Newsletter"', "id=＂235＂",
    "id=”235″", "id=“235”", "ID=\"235\"", "id = \"235\"", 'id="235" /',
]


def placed(body: str, lang: str = "fr") -> tuple[str, list[str]]:
    """Return the HTML of a body as the Reader makes it, and the messages about it."""
    text, tokens, wrong = replace_shortcodes(body, FORMS)
    html = converter(str, str).convert(text)
    wrong += wrong_form_links(html, body, FORMS)
    html = insert_form_links(html, tokens, FORMS, lang, lambda form: f"/{form.page}/")
    return typeset(html, lang), [str(message) for _, message in wrong]


@pytest.mark.parametrize("attributes", STATES)
def test_a_shortcode_alone_is_the_form_whatever_became_of_its_quotes(attributes: str):
    """Years of WordPress have curled, primed, spaced and doubled them."""
    html, wrong = placed(f"Un texte.\n\n[mc4wp_form {attributes}]\n\nLa suite.")

    assert wrong == []
    assert '<p class="form-link" data-form-link="subscribe"><a href="/subscribe/">' in html
    assert "[" not in html and "235" not in html


@pytest.mark.parametrize("body", [
    '[contact-form-7 id="76" title="Reach Us"]\n[mc4wp_form id=235]',
    '[contact-form-7 id="76"] [mc4wp_form id=235]',
    '<p>[contact-form-7 id="76"]<br />\n[mc4wp_form id=235]</p>',
    '**[contact-form-7 id="76"]**\n\n<div class="wp">[mc4wp_form id=235]</div>',
    '<p style="text-align:center"><strong>[contact-form-7 id="76"]</strong></p>\n\n'
    '<p>&nbsp;[mc4wp_form id=235]</p>',
    "- [contact-form-7 id=\"76\"]\n- [mc4wp_form id=235]",
])
def test_two_shortcodes_are_two_forms_however_they_were_pasted(body: str):
    """Line breaks, emphasis and boxes around a shortcode do not make it a sentence."""
    html, wrong = placed(body)
    page = BeautifulSoup(html, "html.parser")

    assert wrong == []
    assert [link["data-form-link"] for link in page.select("p.form-link")] \
        == ["contact", "subscribe"]
    assert "[" not in page.text


def test_a_shortcode_in_a_sentence_is_a_link_to_its_form():
    """A form cannot be in the middle of a line."""
    html, _ = placed('Pour une question, [contact-form-7 id="76"] suffit.')

    assert '<a href="/contact/">Écrire à la rédaction</a> suffit.</p>' in html


@pytest.mark.parametrize(("body", "alone"), [
    ("[Écrivez-nous]({form}contact)", True),
    ("[Écrivez *vite*]({form}contact)", True),
    ("Pour une question, [écrivez-nous]({form}contact).", False),
    ("[Écrivez-nous]({form}contact) ou téléphonez.", False),
])
def test_a_link_to_a_form_is_the_form_only_where_it_is_alone(body: str, alone: bool):
    """The words of the link are the editor's own."""
    html, wrong = placed(body)

    assert wrong == []
    assert ("form-link" in html) is alone
    assert 'href="/contact/"' in html


@pytest.mark.parametrize("body", [
    '`[contact-form-7 id="76"]`',
    '```\n[contact-form-7 id="76"]\n```',
    '    [contact-form-7 id="76"]',
    '<pre>[contact-form-7 id="76"]</pre>',
    "[[contact-form-7 id=76]]",
    "\\[contact-form-7 id=76]",
    "&#91;contact-form-7 id=76]",
    "[contact-form-7 id=76](https://a.example/)",
    "[contact-form-7-x id=76]",
])
def test_what_is_escaped_or_code_stays_text(body: str):
    """An article may explain shortcodes."""
    html, wrong = placed(body)

    assert wrong == []
    assert "form-link" not in html
    assert "contact-form-7" in BeautifulSoup(html, "html.parser").text


@pytest.mark.parametrize(("body", "message"), [
    ('[contact-form-7 id="77"]', "the forms are contact, subscribe"),
    ("[x]({form}contcat)", "there is no form “contcat”; the forms are contact, subscribe"),
    ('[caption id="a"]x[/caption]', "would be printed to readers"),
    ('[contact-form-7 id="76"', "would be printed to readers"),
])
def test_what_no_form_answers_to_is_reported_with_the_way_out(body: str, message: str):
    """A form that does not exist must not be found out by a visitor."""
    _, wrong = placed(body)

    assert len(wrong) >= 1 and message in wrong[0]
