"""Terms are found in running text, in the plural too, and marked once."""

import pytest

from plugins.register.terms import Spelling, Wording


def wording(*written: str, lang: str = "fr", avoided: tuple[str, ...] = ()) -> Wording:
    """Return the wording of terms, each by its name as its key, without spaces."""
    return Wording(lang, (
        *(Spelling(one, one.replace(" ", "-"), one, "公司") for one in written),
        *(Spelling(one, "k", written[0], avoided=True) for one in avoided)))


@pytest.mark.parametrize(("lang", "term", "text", "found"), [
    ("fr", "filiale", "Deux filiales.", "filiales"),
    ("fr", "filiale", "Filiale et mère", "Filiale"),
    ("fr", "organe social", "les organes sociaux", "organes sociaux"),
    ("fr", "bureau", "les bureaux", "bureaux"),
    ("fr", "contrat type", "l’objet des contrats\ntypes", "contrats\ntypes"),
    ("fr", "Conseil de l’État", "du Conseil de l'État", "Conseil de l'État"),
    ("fr", "prix", "le prix", "prix"),
    ("fr", "apport", "d’apports", "apports"),
    ("fr", "R&D", "la R&amp;D", "R&amp;D"),
    ("en", "company", "Two companies", "companies"),
    ("en", "branch", "branches", "branches"),
    ("en", "articles of association", "Articles of Association", "Articles of Association"),
    ("en", "WFOE", "Its WFOEs.", "WFOEs"),
    ("en", "shareholder", "the shareholder’s share", "shareholder"),
    ("en", "by-law", "the by\u2011laws", "by\u2011laws"),
    ("de", "Firma", "die Firma", "Firma"),
    ("fr", "WFOE", "une wfoe", None),
    ("fr", "filiale", "une filialement", None),
    ("fr", "traitant", "un sous-traitant, un traitant-né", None),
    ("fr", "lettre", "écrire à lettre@firme.example ou lettre.example", None),
    ("fr", "de", "des", None),
    ("en", "toy", "toies", None),
    ("de", "Firma", "die Firmas", None),
])
def test_a_term_is_found_as_its_language_inflects_it(lang, term, text, found):
    """Small letters may begin a sentence; capitals are meant."""
    marked = wording(term, lang=lang).mark(f"<p>{text}</p>")

    key = term.replace(" ", "-")
    assert marked == f"<p>{text}</p>" if found is None else \
        f'<span class="term" data-term="{key}">{found}<span> (' in marked


def test_only_the_first_mention_is_marked_and_the_chinese_follows_it():
    """The longest term is meant where several begin alike."""
    html = "<p>Le capital social, et le capital. Un capital.</p>"

    assert wording("capital", "capital social").mark(html) == (
        '<p>Le <span class="term" data-term="capital-social">capital social<span> '
        '(<span lang="zh-Hans">公司</span>)</span></span>, et le <span class="term" '
        'data-term="capital">capital<span> (<span lang="zh-Hans">公司</span>)</span></span>. '
        "Un capital.</p>")


@pytest.mark.parametrize("html", [
    '<p>La société (<span lang="zh-Hans">公司</span>)</p>',
    '<p>La société (en chinois : <span lang="zh-Hans">公司</span>)</p>',
    '<p>Une <span lang="zh-Hans">公司</span> (société)</p>',
])
def test_the_chinese_is_not_repeated_where_the_text_gives_it(html: str):
    """Right before the term, or right after."""
    marked = wording("société").mark(html)

    assert marked.count("公司") == 1
    assert '<span class="term" data-term="société">société</span>' in marked


@pytest.mark.parametrize("html", [
    "<h2>Filiale</h2>", '<p><a href="/x">la <em>filiale</em></a></p>', "<code>filiale</code>",
    "<pre><code>filiale</code></pre>", '<p lang="en">filiale</p>',
    '<blockquote lang="en"><p>a <em>filiale</em> b</p></blockquote>',
    "<table><tr><th>Filiale</th><td>filiale</td></tr></table>", "<dl><dt>Filiale</dt></dl>",
    "<figure><img alt='filiale'><figcaption>Filiale</figcaption></figure>",
    '<aside class="facts"><p>filiale</p></aside>', '<abbr title="x">filiale</abbr>',
    '<div class="footnote"><p>filiale</p></div>', "<!-- filiale -->", '<img alt="filiale">',
    "<script>filiale</script>",
])
def test_what_is_no_running_text_is_left_alone(html: str):
    """And the first mention after it is marked."""
    marked = wording("filiale").mark(f"{html}<p>une filiale</p>")

    assert marked.startswith(f'{html}<p>une <span class="term"')


@pytest.mark.parametrize("html", [
    "<p><strong>filiale</strong></p>", '<p lang="fr">filiale</p>', "<ul><li>filiale</li></ul>",
    "<blockquote><p>filiale</p></blockquote>", "<h2>x</h2>filiale", "<p>a<br>filiale",
])
def test_running_text_is_marked_wherever_it_is(html: str):
    """In emphasis, in lists, in quotations in the same language."""
    assert 'data-term="filiale"' in wording("filiale").mark(html)


def test_words_to_avoid_are_found_with_the_right_ones_and_never_marked():
    """Not where they are a part of a term."""
    words = wording("coentreprise", "contrat de joint venture", avoided=("joint venture",))
    text = "Deux joint ventures, un contrat de joint venture, une coentreprise"

    assert list(words.avoided(text)) == [(5, "joint ventures", "coentreprise")]
    assert "joint ventures<" not in words.mark(f"<p>{text}</p>")


def test_a_language_without_terms_finds_nothing():
    """Most sites have no glossary."""
    assert Wording("fr").mark("<p>Texte</p>") == "<p>Texte</p>"
    assert list(Wording("fr").avoided("Texte")) == []
