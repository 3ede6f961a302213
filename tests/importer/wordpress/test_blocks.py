"""Blocks and classic texts of WordPress become the HTML that readers saw."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.importer.markdown import to_markdown
from plugins.importer.proof import words
from plugins.importer.wordpress.blocks import Held, to_html
from plugins.importer.wordpress.shortcodes import Attached

NOTES = json.dumps([{"content": "Une <em>note</em>.", "id": "a-1"}])
HELD = Held(NOTES, {7: "<!-- wp:paragraph --><p>Partagé</p><!-- /wp:paragraph -->"},
            {3: Attached("/u/3.jpg", "Trois", "Légende")})


def markdown(content: str) -> str:
    """Return the content of a text as Markdown."""
    return to_markdown(to_html(content, HELD).html, "fr", lambda href: href,
                       lambda src, alt: f"{{static}}{src}").markdown.rstrip("\n")


def told(content: str) -> list[str]:
    """Return the values of what is told of a text."""
    return [" ".join(map(str, loss.what.values.values())) for loss in to_html(content, HELD).losses]


@pytest.mark.parametrize(("content", "expected"), [
    ('<!-- wp:heading --><h2 class="wp-block-heading">T</h2><!-- /wp:heading -->', "## T"),
    ("<!-- wp:list --><ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul>"
     "<!-- /wp:list -->", "- a"),
    ("<!-- wp:columns --><div><!-- wp:column --><div><p>a</p></div><!-- /wp:column -->"
     "<!-- wp:column --><div><p>b</p></div><!-- /wp:column --></div><!-- /wp:columns -->",
     "a\n\nb"),
    ('<!-- wp:button --><div class="wp-block-button"><a class="wp-block-button__link" '
     'href="https://example.org/">Lire le texte</a></div><!-- /wp:button -->',
     "[Lire le texte](https://example.org/)"),
    ('<!-- wp:embed {"url":"https://example.org/v"} --><figure><div>\nhttps://example.org/v\n</div>'
     "</figure><!-- /wp:embed -->", "<https://example.org/v>"),
    ('<p>Mot<sup data-fn="a-1" class="fn"><a href="#a-1" id="a-1-link">1</a></sup>.</p>'
     "<!-- wp:footnotes /-->", "Mot[^1].\n\n[^1]: Une *note*."),
    ("<!-- wp:verse --><pre>a\nb</pre><!-- /wp:verse -->", "a\\\nb"),
    ('<!-- wp:block {"ref":7} /-->', "Partagé"),
    ('<!-- wp:mailchimp-for-wp/form {"id":235} /-->', '[mc4wp_form id="235"]'),
    ("<p>a</p><!--more--><p>b</p><!--nextpage--><p>c</p>", "a\n\nb\n\nc"),
    # Words in a row, and code, are left alone.
    ("<!-- wp:paragraph --><p>a\nb</p><!-- /wp:paragraph -->", "a b"),
    ("<!-- wp:code --><pre><code>a\n\nb</code></pre><!-- /wp:code -->", "```\na\n\nb\n```"),
])
def test_blocks_become_what_they_showed(content: str, expected: str) -> None:
    """Comments are gone, and what a block arranged is in its order."""
    assert markdown(content) == expected


@pytest.mark.parametrize(("content", "expected"), [
    ("a\nb\n\nc", "a\\\nb\n\nc"),
    ("a<br />\nb", "a\\\nb"),
    ("a\n<ul>\n<li>b</li>\n</ul>\nc", "a\n\n- b\n\nc"),
    ("a\n\n&nbsp;\n\nb", "a\n\nb"),
    ("<strong>a\n\nb</strong>", "**a**\n\n**b**"),
    ("a\n\nb c <a href='/d/'>d</a> e\n<b>f</b>\n g", "a\n\nb c [d](/d/) e\\\n**f**\\\ng"),
    # What has its lines already.
    ("<p>a</p>\n<p>b</p>", "a\n\nb"),
    ("<pre>a\n\nb</pre>", "```\na\n\nb\n```"),
    ("<table>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</table>",
     "| a | b |\n| --- | --- |\n| 1 | 2 |"),
])
def test_classic_text_has_the_paragraphs_of_wordpress(content: str, expected: str) -> None:
    """A line is a line, and a blank one parts paragraphs (`wpautop`)."""
    assert markdown(content) == expected


@pytest.mark.parametrize(("content", "expected"), [
    ('[caption id="attachment_1" width="300"]<a href="/u/1.jpg"><img src="/u/1.jpg" alt="Un"></a> '
     "Légende[/caption]", '![Un]({static}/u/1.jpg "Légende")'),
    ('[gallery ids="3"]', '![Trois]({static}/u/3.jpg "Légende")'),
    ("[embed]https://example.org/v[/embed]", "<https://example.org/v>"),
    ("a[footnote]b[/footnote] c", "a[^1] c\n\n[^1]: b"),
    ("a ((une note)) c", "a[^1] c\n\n[^1]: une note"),
    ("a[ref]b[/ref] [mfn]c[/mfn]", "a[^1] [^2]\n\n[^1]: b\n\n[^2]: c"),
    ('a<a href="#_ftn1" name="_ftnref1">[1]</a>\n\n<a href="#_ftnref1" name="_ftn1">[1]</a> Note.',
     "a[^1]\n\n[^1]: Note."),
    ('[vc_row][vc_column width="1/2"]a[/vc_column][/vc_row]', "a"),
    ('[su_button url="https://example.org/"]Lire le texte[/su_button]',
     "[Lire le texte](https://example.org/)"),
    ('[button url="/nous/"]Nous[/button]', "[Nous](/nous/)"),
    ('[vc_btn title="Nous" link="url:%2Fnous%2F|title:Nous"]', "[Nous](/nous/)"),
    ("[mc4wp_form id= »235″]", '[mc4wp_form id="235"]'),
    ("a\n[contact-form-7 id=&#8221;12&#8243; title=&#8221;Nous &#233;crire&#8243;]\nb",
     'a\n\n[contact-form-7 id="12" title="Nous écrire"]\n\nb'),
    # An editor’s own brackets.
    ("Il écrit [sic] […] que [la loi] (voir [1]) ((1)) s’applique.",
     "Il écrit \\[sic\\] […] que \\[la loi\\] (voir \\[1\\]) ((1)) s’applique."),
    ("[[gallery]]", "\\[gallery\\]"),
])
def test_shortcodes_become_what_they_showed(content: str, expected: str) -> None:
    """Those of forms stay, as WordPress itself writes them."""
    assert markdown(content) == expected


@pytest.mark.parametrize(("content", "said"), [
    ('[unknown_thing x="1"]dedans[/unknown_thing]', ["unknown_thing"]),
    ('[gallery ids="3,4"]', ["gallery 1 2"]),
    ('<!-- wp:latest-posts {"n":3} /-->', ["core/latest-posts"]),
    ('<p>a<sup data-fn="b-2"><a href="#b-2">1</a></sup></p>', [""]),
    ('[gallery ids="3"]', []),
    ("<!-- wp:spacer /--><!-- wp:more --><!--more--><!-- /wp:more -->", []),
])
def test_what_is_not_known_is_told(content: str, said: list[str]) -> None:
    """Nothing disappears without a word."""
    assert told(content) == said


def test_a_link_to_a_place_of_a_page_costs_no_frame_and_hides_no_script() -> None:
    """Looking for notes behind such links, the importer keeps what else it must tell of."""
    html = to_html('<p><a href="/b/#c">b</a></p><iframe src="https://example.org/v"></iframe>'
                   "<script>alert(1)</script>").html
    made = to_markdown(html, "fr", lambda href: href, lambda src, alt: src)
    assert made.markdown == "[b](/b/#c)\n\n<https://example.org/v>\n"
    assert len(made.losses) == 2


CLASSIC = st.lists(st.sampled_from((
    "a", "bé", " ", " ", "\n", "\n\n", "\r\n", "\t", "&nbsp;", ".", "<b>", "</b>", "<a href='/x/'>",
    "</a>", "<br />", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>", "<h2>", "</h2>",
))).map("".join)


@settings(max_examples=200, deadline=None)
@given(CLASSIC)
@example("a\n\nb <b>c</b>\n<b>d</b> e")
def test_the_words_of_classic_text_are_those_of_its_html(content: str) -> None:
    """The proof compares from this HTML on, so nothing may be lost, nor joined, before it."""
    assert words(to_html(content).html) == words(content)
