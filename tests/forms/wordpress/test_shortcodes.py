"""Shortcodes of forms are found in every state, and nothing else is taken for one."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.forms.declaration.form import Form
from plugins.forms.wordpress.shortcodes import (
    find_leftovers,
    find_shortcodes,
    form_of,
    unknown_form,
    written_well,
)

NARROW, NO_BREAK = "\u202f", "\u00a0"

WRITTEN = [
    '[mc4wp_form id="235"]',
    "[mc4wp_form id='235']",
    "[mc4wp_form id=235]",
    f"[mc4wp_form id={NO_BREAK}»235″]",
    f"[mc4wp_form id={NO_BREAK}»235″ ]",
    f"[mc4wp_form id= »235{NARROW}»]",
    "[mc4wp_form id=&#8221;235&#8243;]",
    "[mc4wp_form id=&#8221;235&#8221;]",
    "[mc4wp_form id=&raquo;235&Prime;]",
    "[mc4wp_form id=&quot;235&quot;]",
    "[mc4wp_form&nbsp;id=&nbsp;»235″]",
    f"[mc4wp_form id=«{NO_BREAK}235{NO_BREAK}»]",
    "[mc4wp_form id=« 235 »]",
    "[mc4wp_form id=“235”]",
    "[mc4wp_form id=”235″]",
    "[mc4wp_form id=’235′]",
    "[mc4wp_form id=„235“]",
    "[mc4wp_form id=＂235＂]",
    "[mc4wp_form id＝＂235＂]",
    "[mc4wp_form id=''235'']",
    '[mc4wp_form id=\\"235\\"]',
    '[mc4wp_form id = "235"]',
    '[mc4wp_form\n  id="235"]',
    '[mc4wp_form id="235"/]',
    '[mc4wp_form id="235" /]',
    "[mc4wp_form id=235 /]",
    "[mc4wp_form id=235/]",
    "[MC4WP_Form ID=»235″]",
    '[mc4wp_form id="235]',
    "[mc4wp_form id=235″]",
    '[mc4wp_form id="235"][/mc4wp_form]',
    "[mc4wp_form id=»235″]Abonnez-vous\n\nici[/MC4WP_FORM]",
    # Escaped again, by another program.
    "[mc4wp_form id=&amp;quot;235&amp;quot;]",
    "[mc4wp_form id=&amp;#8221;235&amp;#8243;]",
    "[mc4wp_form id=&amp;amp;raquo;235&#38;Prime;]",
    "[mc4wp_form&amp;nbsp;id=&amp;nbsp;235]",
    '[mc4wp_form id="&nbsp;235&nbsp;"]',
    '[mc4wp_form id="235&amp;nbsp;"]',
    # Typed with a Chinese keyboard.
    '［mc4wp_form id="235"］',
    "［mc4wp_form id＝＂235＂］",
    '[mc4wp_form id＝"235"］',
    "［mc4wp_form id=235/］",
    # Escaped for Markdown.
    '[mc4wp\\_form id="235"]',
]

ATTRIBUTES = [
    ('[contact-form-7 id="76" title="Reach Us"]', {"id": "76", "title": "Reach Us"}),
    ("[contact-form-7 id=»76″ title= »Reach Us »]", {"id": "76", "title": "Reach Us"}),
    ("[contact-form-7 id=»76″title=»Reach Us»]", {"id": "76", "title": "Reach Us"}),
    ("[contact-form-7 id=”76″ title=”Reach Us”]", {"id": "76", "title": "Reach Us"}),
    ('[contact-form-7 ID="76" Title="Reach Us"]', {"id": "76", "title": "Reach Us"}),
    ('[contact-form-7 title="« Reach Us »"]', {"title": "Reach Us"}),
    ('[contact-form-7 title="L’ avis des lecteurs"]', {"title": "L’ avis des lecteurs"}),
    ('[contact-form-7 title="a=b" id=1]', {"title": "a=b", "id": "1"}),
    ('[contact-form-7 id="" title="x"]', {"id": "", "title": "x"}),
    ('[contact-form-7 title="Q&amp;A"]', {"title": "Q&A"}),
    ('[contact-form-7 html_class="a b" id=5]', {"html_class": "a b", "id": "5"}),
    ('[contact-form 76 "Reach Us"]', {"0": "76", "1": "Reach Us"}),
    ("[contact-form »76″ x=y »Reach Us »]", {"0": "76", "x": "y", "1": "Reach Us"}),
    # A quotation inside, of the other kind.
    ("[contact-form-7 id='76' title='Say \"yes\" here']", {"id": "76", "title": 'Say "yes" here'}),
    ("[contact-form-7 title='Say \"yes\"' id=76]", {"title": 'Say "yes"', "id": "76"}),
    ("[contact-form-7 title=\"Say 'yes' here\" id='76']", {"title": "Say 'yes' here", "id": "76"}),
    ("[contact-form-7 title='\"Yes\", we say' id=76]", {"title": '"Yes", we say', "id": "76"}),
    ('[contact-form-7 title="Dites « oui » ici" id="76"]',
     {"title": "Dites « oui » ici", "id": "76"}),
    ('[contact-form-7 title="Dites « oui »" id="76"]', {"title": "Dites « oui »", "id": "76"}),
    ('[contact-form-7 title="Say “yes” here" id=76]', {"title": "Say “yes” here", "id": "76"}),
    ('[contact-form-7 title=“Say "yes" here” id=76]', {"title": 'Say "yes" here', "id": "76"}),
    ("[contact-form-7 title=»Dites « oui » ici» id=»76″]",
     {"title": "Dites « oui » ici", "id": "76"}),
    ("[contact-form-7 title=’Dites « oui » ici’ id=’76’]",
     {"title": "Dites « oui » ici", "id": "76"}),
    ("[contact-form-7 title=&quot;L&#8217;avis 'ici' &quot; id=76]",
     {"title": "L’avis 'ici", "id": "76"}),
    # Spaces and signs inside.
    ('[contact-form-7 title="Reach&nbsp;Us" id=76]', {"title": "Reach Us", "id": "76"}),
    ('[contact-form-7 title="Reach&amp;nbsp;Us"]', {"title": "Reach Us"}),
    ('[contact-form-7 title="Reach\u202fUs\u200b"]', {"title": "Reach Us"}),
    ('[contact-form-7 title="Q&amp;amp;A"]', {"title": "Q&A"}),
    # Brackets inside.
    ('[contact-form-7 id="76" title="Reach [us]"]', {"id": "76", "title": "Reach [us]"}),
    ("[contact-form-7 title='[FR] Contact' id='76']", {"title": "[FR] Contact", "id": "76"}),
    ('[contact-form-7 title="a ] b" id=76 /]', {"title": "a ] b", "id": "76"}),
    ("[contact-form-7 id=»76″ title=»Form [FR]»]", {"id": "76", "title": "Form [FR]"}),
    ('[contact-form 76 "Reach [us]"]', {"0": "76", "1": "Reach [us]"}),
    ("［contact-form-7 id＝＂76＂ title＝“Reach ［us］”］", {"id": "76", "title": "Reach ［us］"}),
    # Hyphens of typesetters in the name.
    ('[contact‑form‑7 id="76"]', {"id": "76"}),
    ('[contact‐form–7 id="76"]', {"id": "76"}),
    ("[contact&#8209;form&#8209;7 id=76]", {"id": "76"}),
    ("[contact&amp;ndash;form−7 id=76]", {"id": "76"}),
    ("[Contact\u00adform-7 id=76]", {"id": "76"}),
    ("[contact-form-7]", {}),
    ("[contact-form-7/]", {}),
]

TEXT = [
    "",
    "contact-form-7",
    '[[contact-form-7 id="76"]]',
    '[[contact-form-7 id="76"]form[/contact-form-7]]',
    '\\[contact-form-7 id="76"]',
    '\\[contact-form-7 id="76"\\]',
    '&#91;contact-form-7 id="76"]',
    "&#91;contact-form-7 id=»76″&#93;",
    "[contact-form-7](https://wordpress.org/plugins/contact-form-7/)",
    '[contact-form-7](<a b> "The plugin")',
    "![contact-form-7](x.png)",
    "[contact-form-7][ref]\n\n[ref]: https://example.org",
    "[contact-form-7][ref]",
    "[contact-form-7][]\n\n[contact-form-7]: https://example.org",
    "[contact-form-7]\n\n[Contact-Form-7]: https://example.org 'The plugin'",
    "[see](https://example.org/?q=[contact-form-7])",
    "<https://example.org/?q=[contact-form-7]>",
    '[contact-form-7-x id="76"]',
    '[contact-form-70 id="76"]',
    '[contact-forms id="76"]',
    '[mc4wp_form_2 id="76"]',
    '[xcontact-form-7 id="76"]',
    '[ contact-form-7 id="76"]',
    '`[contact-form-7 id="76"]`',
    '`` ` [contact-form-7 id="76"] ``',
    '```` ``` [contact-form-7 id="76"] ````',
    "`one\n[contact-form-7 id=76]\ntwo`",
    '```\n[contact-form-7 id="76"]\n```',
    '```html\n\n[contact-form-7 id="76"]\n\n```\n',
    '~~~~\n~~~\n[contact-form-7 id="76"]\n~~~~',
    '    [contact-form-7 id="76"]',
    'Text\n\n\t[contact-form-7 id="76"]',
    'Text\n\n    one\n\n    [contact-form-7 id="76"]',
    '- item\n\n        [contact-form-7 id="76"]',
    "<pre>[contact-form-7 id=76]</pre>",
    "<PRE>\n\n[contact-form-7 id=76]\n\n</PRE>",
    "<code>[contact-form-7 id=76]</code>",
    "<script>a('[contact-form-7 id=76]')</script>",
    "<style>/* [contact-form-7 id=76] */</style>",
    "<!-- [contact-form-7 id=76]\n\n-->",
    "<a title=\"[contact-form-7 id='76']\">x</a>",
    "<a title='<[contact-form-7 id=76]>'>x</a>",
    # Other names, brackets and hyphens.
    '[contact‑form‑70 id="76"]', '[contact‑form‑7‑x id="76"]', "[contact — form — 7]",
    '\\［contact-form-7 id="76"］', '［［contact-form-7 id="76"］］', '【contact-form-7 id="76"】',
    '（contact-form-7 id="76"）', '`［contact-form-7 id="76"］`', "［contact］form-7 id=76",
    '[contact form 7 id="76"]', "[mc4wp-form id=76]",
    "[caption]",
]

SHORTCODES_AMONG_TEXT = [
    '\\\\[contact-form-7 id="76"]',
    'A \\` [contact-form-7 id="76"] \\`',
    'A ` [contact-form-7 id="76"]\n\nB `',
    'A `` ` [contact-form-7 id="76"]',
    '```\n[contact-form-7 id="76"]\n~~~',
    '- item\n\n    [contact-form-7 id="76"]',
    '1. item\n\n    [contact-form-7 id="76"]',
    '[^1]: note\n\n    [contact-form-7 id="76"]',
    'Text\n    [contact-form-7 id="76"]',
    '<div>\n\n    [contact-form-7 id="76"]\n\n</div>',
    '<p>[contact-form-7 id="76"]</p>',
    '<code>a</code>[contact-form-7 id="76"]<code>b</code>',
    '3 < 4 [contact-form-7 id="76"] 5 > 4',
    '[contact-form-7 id="76"] (see below)',
    '[contact-form-7 id="76"](see below)',
    '[contact-form-7 id="76"]: write to us now',
    '[contact-form-7 id="76"][^1]',
    '[[contact-form-7 id="76"]',
    '[contact-form-7 id="76"]]',
    '**[contact-form-7 id="76"]**',
    '[/contact-form-7][contact-form-7 id="76"]',
    '[mc4wp_form [contact-form-7 id="76"]',
    # A mark without its pair does not reach for the next bracket.
    '[contact-form-7 id="76"] and "more" [text]', "[contact-form-7 id='76'] l'avis [1]",
    '[contact-form-7 id="76"] ［注］', '“[contact-form-7 id="76"]” [sic]',
    '［contact-form-7 id="76"］(see below)',
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_shortcode_is_found_in_whatever_state_its_quotes_are(written: str) -> None:
    """What years of WordPress left of the quotes changes neither the value nor the extent."""
    text = f"Avant\n\n{written}\n\naprès"

    [found] = find_shortcodes(text)

    assert (found.name, found.attrs) == ("mc4wp_form", {"id": "235"})
    assert text[found.start:found.end] == written


@pytest.mark.parametrize(("written", "attrs"), ATTRIBUTES)
def test_attributes_are_read_as_they_were_meant(written: str, attrs: dict[str, str]) -> None:
    """Names are in small letters, quoted values may hold spaces, bare ones are numbered."""
    [found] = find_shortcodes(written)

    assert found.attrs == attrs


@pytest.mark.parametrize("text", TEXT)
def test_what_is_escaped_code_link_or_another_name_is_text(text: str) -> None:
    """Nothing is found where the writer shows a shortcode, or means something else."""
    assert find_shortcodes(text) == []


@pytest.mark.parametrize("text", TEXT[:-1])
def test_what_is_text_is_no_leftover_either(text: str) -> None:
    """Escaped tags and those in code do not stop the build."""
    assert find_leftovers(text) == []


@pytest.mark.parametrize("text", SHORTCODES_AMONG_TEXT)
def test_a_shortcode_is_found_next_to_what_only_resembles_code_or_links(text: str) -> None:
    """Unclosed marks, list items and raw HTML hide no form."""
    assert [found.attrs for found in find_shortcodes(text)] == [{"id": "76"}]


def test_the_old_page_asks_for_two_forms() -> None:
    """The very characters of the imported brief give both forms."""
    text = ('Fin.\n\n[contact-form-7 id="76" title="Reach Us"]\n\n## S’abonner\n\n'
            f"[mc4wp_form id={NO_BREAK}»235″]\n")

    found = find_shortcodes(text)

    assert [(tag.name, tag.attrs["id"]) for tag in found] == [
        ("contact-form-7", "76"), ("mc4wp_form", "235")]


def test_adjacent_shortcodes_are_two() -> None:
    """The second one is not taken for the reference of a link."""
    found = find_shortcodes('[contact-form-7 id="76"][mc4wp_form id="235"]')

    assert [tag.start for tag in found] == [0, 24]


@pytest.mark.parametrize(("text", "leftovers"), [
    ('a [contact-form-7 id="76"', [(2, '[contact-form-7 id="76"')]),
    ("[mc4wp_form id=»235″\n\nb]", [(0, "[mc4wp_form id=»235″")]),
    ("[/contact-form-7]", [(0, "[/contact-form-7]")]),
    ('[gallery ids="1,2"]', [(0, '[gallery ids="1,2"]')]),
    ('[caption id="a"]x[/caption]', [(0, '[caption id="a"]')]),
    ("[vc_row][/vc_row]", [(0, "[vc_row]")]),
    ("[et_pb_section]", [(0, "[et_pb_section]")]),
    ("[embed]https://example.org[/embed]", [(0, "[embed]")]),
    ("[wpforms id=1]", [(0, "[wpforms id=1]")]),
    ('[contact-form-7 id="76"]', []),
    ('[contact-form-7 id="76"]x[/contact-form-7]', []),
    ("[video](https://example.org)", []),
    ("[Video] is what the law calls it, \\[video] not", [(0, "[Video]")]),
    ("[galleries]", []),
    ("`[gallery]` and [[gallery]]", []),
    ("[1] [sic] [...] [Décret n° 727] [^note]", []),
])
def test_tags_that_readers_would_see_are_leftovers(
        text: str, leftovers: list[tuple[int, str]]) -> None:
    """A broken shortcode, or one of a plugin that is gone, is reported with its place."""
    assert find_leftovers(text) == leftovers


@pytest.mark.parametrize(("written", "form"), [
    ('[contact-form-7 id="76" title="Reach Us"]', "contact"),
    ('[contact-form-7 id="9999" title="reach  us"]', "contact"),
    ('[contact-form 76 "Contact"]', "contact"),
    ("[contact-form-7 id=７６]", "contact"),
    ("[mc4wp_form id=»235″]", "subscribe"),
    ("[mc4wp_form id=1]", None),
    ("[contact-form-7]", None),
])
def test_a_form_answers_by_id_or_title(
        written: str, form: str | None, forms: dict[str, Form]) -> None:
    """The id decides, then the title; a bare name only if a form claims it."""
    answering = form_of(find_shortcodes(written)[0], forms)

    assert (answering and answering.id) == form


@pytest.mark.parametrize(("written", "well"), [
    ("[contact&#8209;form‑7 id=»76″]", '[contact-form-7 id="76"]'),
    ("［mc4wp_form id＝235］", '[mc4wp_form id="235"]'),
    ("[contact-form-7 title='Say \"yes\"']", "[contact-form-7 title='Say \"yes\"']"),
    ("[contact-form-7 title=“L'avis \"court\" ici”]",
     '[contact-form-7 title="L\'avis ”court” ici"]'),
    ('[contact-form 76 "Reach&nbsp;Us"]', '[contact-form 76 "Reach Us"]'),
])
def test_a_shortcode_is_repaired_so_that_it_is_read_alike(written: str, well: str) -> None:
    """What the message says to write gives the same form."""
    [found] = find_shortcodes(written)

    assert written_well(found) == well
    assert find_shortcodes(well)[0].name == found.name
    assert written_well(find_shortcodes(well)[0]) == well


def test_an_unknown_form_is_reported_with_the_way_out(forms: dict[str, Form]) -> None:
    """The message names the shortcode, the forms, and the line to write."""
    message = unknown_form(find_shortcodes("[mc4wp_form id=»9″]")[0], forms).render(str)

    assert '[mc4wp_form id="9"]' in message
    assert "contact, subscribe" in message
    assert "add “9” to “ids” under [wordpress] in content/forms/subscribe.toml" in message


def test_an_unknown_name_is_reported_with_the_forms_there_are(forms: dict[str, Form]) -> None:
    """A link to a form that does not exist is corrected from the message alone."""
    message = unknown_form("contcat", forms).render(str)

    assert "“contcat”" in message
    assert "contact, subscribe" in message


PIECES = st.sampled_from([
    "[contact-form-7", "[mc4wp_form ", "[/contact-form-7]", " id=", "»235″", '"76"', "]", "[", "`",
    "```", "\n", "\n\n", "    ", "<!--", "-->", "<a title=", "<pre>", "</pre>", "](", ")", "\\",
    "&nbsp;", "'", " title=", "[x]: y", "- ", "~~~",
])


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
@example("[mc4wp_form '[mc4wp_form ' id= id=](")  # one within a value of another
def test_no_text_breaks_the_search(text: str) -> None:
    """Any text gives spans within it, in order, that do not overlap."""
    found = find_shortcodes(text)
    leftovers = find_leftovers(text)

    ends = [0] + [tag.end for tag in found]
    assert all(before <= tag.start < tag.end <= len(text)
               for before, tag in zip(ends, found, strict=False))
    assert all(0 <= offset < len(text) for offset, _ in leftovers)


@pytest.mark.parametrize("piece", [
    "[contact-form-7 ", '"a\' ', "`", "` `` ", "```py\n", "<a \"", "<!-- ", "<pre>", "](", "\\",
    "- \n    ", "&nbsp;", "a= »b″ ", "[a]: ", "[/mc4wp_form]", "<div>\n", "\n",
    "［contact-form-7 a=“", "&amp;", "a=« ", "« a » ",
    'b="[" ', "[contact-form-7 a=\"b", "a='b\" ", "x ",
])
def test_a_hostile_text_is_read_in_linear_time(piece: str) -> None:
    """A text made to be slow takes no longer than its length allows."""
    text = "[contact-form-7 " + piece * (100_000 // len(piece)) + "]"

    start = time.process_time()
    find_shortcodes(text)

    assert time.process_time() - start < 5
