"""What an editor has left out of a header, or promises in it."""

import pytest

from plugins.check.header import (
    html_in_words,
    long_search_titles,
    long_subjects,
    loud_subjects,
    markdown_in_words,
    missing_slug,
    missing_summary,
    promised_attachments,
    repeated_subjects,
    unwritten_issues,
)
from plugins.content.text import Text

ISSUE = "content/issues/2018-07.fr.md"
PAGE = "content/pages/a.fr.md"
HEADER = "subject: S\npreview: P\ndate: 2018-07-03"


@pytest.mark.parametrize(("path", "header", "body", "lines"), [
    (ISSUE, HEADER, "Voir le\nmodèle ci-joint.", [6]),
    (ISSUE, "subject: Ci-joint, la loi\npreview: Voir la pièce jointe\ndate: d", "", [1, 2]),
    (ISSUE, "subject: S\npreview: P\ntitle: La note ci-jointe", "", [3]),
    ("content/issues/2018-07.en.md", HEADER, "Please find attached the law.", [5]),
    ("content/articles/2018-07-03-a.fr.md", "title: T\nsummary: Ci-joint, la loi.\ncategory: c",
     "", [2]),
    ("content/articles/2018-07-03-a.fr.md", "title: Ci-joint\nsummary: S.\ncategory: c",
     "Le plan ci-joint.", []),
    (PAGE, "title: T\nsummary: Ci-joint.\ntemplate: page", "Le plan ci-joint.", []),
    (ISSUE, HEADER, "`ci-joint` est un mot.", []),
    (ISSUE, HEADER, "Le plan ci-joint au contrat.", []),
    ("content/issues/2018-07.en.md", HEADER, "Le plan ci-joint.", []),
])
def test_a_promise_in_an_email_is_reported_with_its_line(lines_of, path, header, body, lines):
    """Of an article an email prints the summary; of a page, nothing."""
    assert lines_of(promised_attachments, body, path=path, header=header) \
        == [(line, "warning") for line in lines]


@pytest.mark.parametrize(("kind", "subject", "preview", "told"), [
    ("issue", "é" * 61, "P", [(2, "warning")]), ("issue", "S", "é" * 141, [(3, "warning")]),
    ("issue", "é" * 151, "é" * 141, [(2, "error"), (3, "warning")]),
    ("issue", "é" * 60, "é" * 140, []), ("issue", "S", "", []), ("article", "é" * 199, "", []),
])
def test_what_would_be_cut_or_refused_is_reported_with_its_line(kind, subject, preview, told):
    """What Mailchimp refuses is an error."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines={"subject": 2, "preview": 3},
                header={"subject": subject, "preview": preview})

    assert [(problem.line, problem.level) for problem in long_subjects(text)] == told


@pytest.mark.parametrize(("kind", "title", "told"), [
    ("article", "é" * 66, [(2, "warning")]), ("page", "é" * 66, [(2, "warning")]),
    ("article", "é" * 65, []), ("article", "é" * 64 + "...", []), ("article", "", []),
])
def test_a_title_that_search_engines_cut_is_reported(kind, title, told):
    """As long as it is once it is typeset; the headline itself may be longer."""
    text = Text("a.fr.md", kind, "a", "fr", lines={"search-title": 2},
                header={"title": "é" * 200, "search-title": title})

    assert [(problem.line, problem.level) for problem in long_search_titles(text)] == told


def test_a_subject_is_as_long_as_a_reader_sees_it():
    """Typesetting makes one character of three points."""
    text = Text("2018-07.fr.md", "issue", "2018-07", "fr", header={"subject": "é" * 59 + "..."})

    assert list(long_subjects(text)) == []


@pytest.mark.parametrize(("kind", "header", "told"), [
    ("article", {}, True), ("article", {"slug": "a"}, False), ("page", {}, False),
    ("issue", {}, False),
])
def test_only_an_article_is_asked_for_a_slug(kind: str, header: dict[str, str], told: bool):
    """The address of an issue is its number."""
    problems = list(missing_slug(Text("a.fr.md", kind, "a", "fr", header=header)))

    assert bool(problems) is told
    assert all("ends in “a”" in str(problem.message) for problem in problems)


@pytest.mark.parametrize(("kind", "header", "told"), [
    ("article", {}, True), ("article", {"summary": ""}, True),
    ("article", {"summary": "S."}, False),
    ("page", {}, False), ("issue", {}, False),
])
def test_only_an_article_needs_a_summary(kind: str, header: dict[str, str], told: bool):
    """A page has none in any list."""
    problems = list(missing_summary(Text("a.fr.md", kind, "a", "fr", header=header)))

    assert bool(problems) is told
    assert all(problem.level == "warning" for problem in problems)


LINES = {"subject": 2, "preview": 3, "articles": 4}
WRITTEN = {"subject": "Le droit", "preview": "Ce mois-ci", "articles": "xiaohongshu"}


def lines(kind: str = "issue", **header: str) -> list[tuple[int, str]]:
    """Return line and level of what is reported about a header that lacks some lines."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines=LINES, header=WRITTEN | header)
    return [(problem.line, problem.level) for problem in unwritten_issues(text)]


@pytest.mark.parametrize("words", ["…", "...", "?", "« »", "—"])
def test_a_line_without_a_word_is_reported(words: str):
    """Marks alone stand for what is still to come."""
    assert lines(subject=words) == [(2, "error")]
    assert lines(preview=words, articles=words) == [(3, "error"), (4, "error")]


def test_a_draft_may_wait():
    """It keeps nobody from publishing something else meanwhile."""
    assert lines(subject="…", status="draft") == [(2, "warning")]
    assert lines(subject="…", status="published") == [(2, "error")]


@pytest.mark.parametrize(("kind", "header"), [
    ("issue", {}), ("issue", {"subject": "小红书"}), ("issue", {"subject": "2018"}),
    ("issue", {"subject": ""}), ("article", {"subject": "…"}), ("page", {"preview": "…"}),
])
def test_what_is_written_or_no_matter_of_this_rule_is_left_alone(kind: str, header: dict):
    """An empty line is reported with the header, and other texts have no subject."""
    assert lines(kind, **header) == []


@pytest.mark.parametrize("words", [
    "La <b>loi</b>", "Société &amp; Cie", "Un<br/>deux", "1&nbsp;000", "<a href='/b/'>c</a>",
    "Le <span>mot", "&#8217;", "</P>",
])
def test_html_in_a_header_is_reported(words: str):
    """Titles are plain words: every reader would see the marks."""
    text = Text("a.fr.md", "article", "a", "fr", header={"title": "T", "summary": words},
                lines={"summary": 5})

    assert {(problem.line, problem.level) for problem in html_in_words(text)} == {(5, "error")}


@pytest.mark.parametrize(("words", "told"), [
    ("**Gras** et maigre", True), ("Le *Petit Livre rouge*", True), ("Voir [la loi](x)", True),
    ("`code`", True), ("CA* et effectif*, hors groupe", False), ("2 * 3 * 4", False),
    ("[Avis] Un mot (et un autre)", False), ("Prix** hors taxes", False),
])
def test_markdown_in_a_header_is_told(words: str, told: bool):
    """It is printed as it is typed."""
    text = Text("a.fr.md", "article", "a", "fr", header={"title": words}, lines={"title": 2})

    assert [problem.line for problem in markdown_in_words(text)] == [2] * told


@pytest.mark.parametrize("words", [
    "CA < 50 M€ et effectif > 250 : qui est concerné", "R&D; et M&A", "<Société X> et <nom>",
    "si a <b et c> d", "Chine <3", "a<b", "AT&T", "“x” & <y>",
])
def test_a_sign_in_a_header_is_what_it_is(words: str):
    """What begins no tag is shown as it was typed."""
    assert list(html_in_words(Text("a.fr.md", "article", "a", "fr", header={"title": words}))) == []


@pytest.mark.parametrize(("subject", "told"), [
    ("Re: la loi", 1), ("RE : la loi", 1), ("Fwd: the law", 1), ("TR : la loi", 1),
    ("Rép. : la loi", 0), ("NOUVELLE LOI SUR LES SOCIÉTÉS : ce qui change", 1),
    ("New: THE COMPANY LAW OF CHINA", 1), ("La loi est là !!", 1), ("Enfin ! La loi !", 1),
    ("RE: VOTRE NOUVELLE LETTRE !!", 3), ("La loi est là !", 0), ("Réforme : la loi", 0),
    ("RGPD, CNIL, EDPB et CJUE", 0), ("SARL, SAS ou SA", 0), ("The PRC MOFCOM SAMR", 0),
    ("L’OCDE et le G20", 0), ("公司法 个人信息 保护法 新的规定 发布", 0), ("Article L. 441-6", 0),
    ("Référé : RE 12", 0)])
def test_a_subject_that_looks_like_spam_is_named(subject: str, told: int):
    """As an answer, in capitals, with exclamation marks; acronyms are none."""
    text = Text("2018-07.fr.md", "issue", "2018-07", "fr", lines={"subject": 2},
                header={"subject": subject})

    assert [(problem.line, problem.level) for problem in loud_subjects(text)] \
        == [(2, "warning")] * told


@pytest.mark.parametrize(("kind", "subject", "preview", "told"), [
    ("issue", "The month", "the month.", 1), ("issue", "The month", "The month in China", 0),
    ("issue", "The company law", "The company law: what changes", 1),
    ("issue", "Company law", "What changes: the company law", 0),
    ("issue", "La loi, l’an", "La loi, l'an…", 1), ("issue", "", "", 0), ("article", "a", "a", 0)])
def test_a_preview_that_repeats_the_subject_is_named(kind, subject: str, preview: str, told: int):
    """Mail programs show both in one line."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines={"preview": 3},
                header={"subject": subject, "preview": preview})

    assert [problem.line for problem in repeated_subjects(text)] == [3] * told
