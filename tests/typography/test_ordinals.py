"""The letters of an ordinal are raised, and stay letters; ␣ is U+00A0 in these tables."""

import time

import pytest

from plugins.core.html import tokens
from plugins.typography import marked, typeset, typeset_text
from plugins.typography.marks import raise_ordinals


def spaced(text: str) -> str:
    """Return `text` with the no-break spaces that a reader of this file could not see."""
    return text.replace("␣", "\u00a0")


@pytest.mark.parametrize(("written", "printed"), [
    ("aux XVe-XVIe siècles", "aux XV<sup>e</sup>-XVI<sup>e</sup> siècles"),
    ("1re–2e parties", "1<sup>re</sup>–2<sup>e</sup> parties"),
    ("le 1er", "le 1<sup>er</sup>"), ("la 1re", "la 1<sup>re</sup>"),
    ("les 1res", "les 1<sup>res</sup>"), ("les 1ers,", "les 1<sup>ers</sup>,"),
    ("la 1ère", "la 1<sup>ère</sup>"), ("la 2e chambre", "la 2<sup>e</sup> chambre"),
    ("le 2ème", "le 2<sup>ème</sup>"),
    ("la 2nde, la 2de", "la 2<sup>nde</sup>, la 2<sup>de</sup>"), ("(21e)", "(21<sup>e</sup>)"),
    ("les 3es", "les 3<sup>es</sup>"),
    ("le 100e et le 1␣000e", "le 100<sup>e</sup> et le 1␣000<sup>e</sup>"),
    ("art. 1er.", "art. 1<sup>er</sup>."), ("« 1er »", "« 1<sup>er</sup> »"),
    ("au XXIe siècle", "au XXI<sup>e</sup> siècle"), ("le XIXe", "le XIX<sup>e</sup>"),
    ("l’XIe, le XIème", "l’XI<sup>e</sup>, le XI<sup>ème</sup>"),
    ("Napoléon Ier", "Napoléon I<sup>er</sup>"),
    ("la Ve République", "la V<sup>e</sup> République"),
    ("le Xe␣congrès", "le X<sup>e</sup>␣congrès"),
    ("nos␣3 et 4.", "n<sup>os</sup>␣3 et 4."), ("Nos 3-5, puis", "N<sup>os</sup> 3-5, puis"),
    ("<em>le 2e</em>", "<em>le 2<sup>e</sup></em>"),
    ("<b>2</b>e, 3e", "<b>2</b><sup>e</sup>, 3<sup>e</sup>"),
    ('<i lang="en">2e</i> 2e', '<i lang="en">2e</i> 2<sup>e</sup>'),
    ('<span lang="zh-Hans">法</span> 2e', '<span lang="zh-Hans">法</span> 2<sup>e</sup>'),
    ("{% raw %} 2e {% endraw %} 2e", "{% raw %} 2e {% endraw %} 2<sup>e</sup>"),
])
def test_the_letters_of_an_ordinal_are_raised(written: str, printed: str):
    """And nothing else; a second time changes nothing."""
    once = raise_ordinals(spaced(written), "fr")

    assert once == spaced(printed)
    assert raise_ordinals(once, "fr") == once


@pytest.mark.parametrize("written", [
    # Words, and the titles of persons.
    "Le, Les, Ce, De, Me, Mes, Ve, Xe, Vie, Mme X, Mlle, MM. Li, Dr", "Société Hu & CIe", "CE, IV",
    "nos clients", "nos 3 clients", "nos 3 et 4 clients", "dominos 3 et 4",
    # Numbers with a letter, units, signs.
    "1e", "2d", "3D", "4G", "5E", "10 e", "1er2", "1,2e", "0,5e", "2e+5", "1.2e", "75008e", "2e°",
    # Names, versions, addresses, slugs.
    "A2e", "0x2e", "v.2e", "ISO-2e", "2e-commerce", "2e.fr", "2e_x", "#2e", "@2e", "2e@exemple.fr",
    "1er-2", "a/2e", "https://exemple.fr/1er/XXIe", "www.exemple.fr/2e", "au-xxie", "XXIe-siecle",
    "{2e}", "*|2e|*", "{{ 2e }}", "IPv4e",
    # What is raised or lowered already, code, attributes, what is not text.
    "1<sup>er</sup>", "n<sup>os</sup> 3 et 4.", "1<SUP>er</SUP>", "x<sub>2e</sub>",
    "<sup>le 2e</sup>", "<code>2e</code>", "<pre>le 2e</pre>", "<kbd>2e</kbd>",
    '<img alt="le 2e">', "<a title='le 2e'>x</a>", "<!-- 2e -->", "<script>'2e'</script>",
    "<textarea>2e</textarea>",
    # Divided by a tag: nobody knows what was meant.
    "2<em>èm</em>e", "1e<b>r</b>",
    "<p>{% raw %} 2e</p><p>2e {% endraw %}</p>",
])
def test_what_is_no_ordinal_stays_as_it_is(written: str):
    """A name, a number, a word, an address, code."""
    assert raise_ordinals(written, "fr") == written


@pytest.mark.parametrize("lang", ["en", "de", "zh-Hans"])
def test_other_languages_have_other_ordinals(lang: str):
    """English sets 1st on the line; French words in an English text are French."""
    assert raise_ordinals("the 1er", lang) == "the 1er"
    assert raise_ordinals('the <i lang="fr">1er</i>', lang) == 'the <i lang="fr">1<sup>er</sup></i>'


def test_titles_are_raised_as_html_and_plain_as_text():
    """Pages show `marked` words; feeds, subjects and the tab of a browser those typeset."""
    title = "CA < 50 M€ : l'art. 1er & le XXIe siècle"

    assert typeset_text(title, "fr") == spaced("CA < 50␣M€␣: l’art.␣1er & le XXIe siècle")
    assert marked(typeset_text(title, "fr"), "fr") == spaced(
        "CA &lt; 50␣M€␣: l’art.␣1<sup>er</sup> &amp; le XXI<sup>e</sup> siècle")


def test_a_voice_and_who_copies_get_the_same_letters():
    """No letter is changed, and none is drawn by a style."""
    html = "<p>Le 1er, la 2e, nos 3 et 4, le XXIe.</p>"
    words = [token.text for token in tokens(raise_ordinals(html, "fr")) if token.kind == "text"]

    assert "".join(words) == "Le 1er, la 2e, nos 3 et 4, le XXIe."


@pytest.mark.parametrize(("written", "printed"), [
    ("{% raw %} l'avis ? {% endraw %} l'avis ?", "{% raw %} l'avis ? {% endraw %} l’avis\u202f?"),
    ("{%- raw -%}l'a{%- endraw -%}", "{%- raw -%}l'a{%- endraw -%}"),
    ("<p>{% raw %} l'a</p><p>l'b ?</p> l'c {% endraw %}<p>l'd</p>",
     "<p>{% raw %} l'a</p><p>l'b ?</p> l'c {% endraw %}<p>l’d</p>"),
    ("{% raw %}'a'{% endraw %} 'b' {% raw %}'c'{% endraw %}",
     "{% raw %}'a'{% endraw %} ‘b’ {% raw %}'c'{% endraw %}"),
    # Without an end there is no such block.
    ("{% raw %} l'avis", "{% raw %} l’avis"), ("l'avis {% endraw %}", "l’avis {% endraw %}"),
])
def test_a_raw_block_is_printed_as_it_is(written: str, printed: str):
    """It shows what a template would read."""
    assert typeset(written, "fr") == printed


@pytest.mark.parametrize("piece", ["1er ", "XXIe ", "{% raw %}", "{% raw %}a{% endraw %}<p>",
                                   "nos 3 et 4, ", "article ", "L. ", "29 "])
def test_the_time_grows_as_the_text_does(piece: str):
    """No repetition makes it wait."""
    text = piece * (60_000 // len(piece)) + "{% endraw %}"

    begun = time.monotonic()
    raise_ordinals(typeset(text, "fr"), "fr")

    assert time.monotonic() - begun < 5
