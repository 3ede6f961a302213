"""What is in a text is shown as it was meant."""

import pytest

from plugins.check.markup import (
    broken_tables,
    damaged_shortcodes,
    images_from_elsewhere,
    lonely_notes,
    wordless_images,
    wrong_headings,
)
from tests.check.conftest import read_text


@pytest.mark.parametrize(("body", "level"), [
    ("![]({static}/images/a.png)", "error"),
    ("![ ]({static}/images/a.png)", "error"),
    ("![][1]\n\n[1]: {static}/images/a.png", "error"),
    ("<img src='a.png'>", "error"),
    ('<img alt="" src="a.png">', "error"),
    ("![]({static}/images/a.png){.wide}", "error"),
    ("![… décrire l’image]({static}/images/a.png)", "error"),
    ("![…]({static}/images/a.png)", "error"),
    ("![Et puis…]({static}/images/a.png)", ""),
    ("![IMG_1234.jpg]({static}/images/a.png)", "warning"),
    ("![photo 2]({static}/images/a.png)", "warning"),
    ("![]({static}/images/a.png){.decorative}", ""),
    ('![]({static}/images/a.png "Titre"){: .decorative }', ""),
    ('<img alt="" class="wide decorative" src="a.png">', ""),
    ("![Un livre rouge]({static}/images/a.png)", ""),
    ("![Un [livre] rouge]({static}/images/a.png)", ""),
    ("![小红书]({static}/images/a.png)", ""),
    ('<img alt="Un livre" src="a.png">', ""),
    ("<img src={static}/images/a.png alt=livre>", ""),
    ('<img title="a > b" alt="Un livre" src="a.png">', ""),
    ('<img data-alt="Un livre" src="a.png">', "error"),
    ("![Un livre](https://elsewhere.example/a.png)", "warning"),
    ("![Un livre](data:image/png;base64,AAAA)", "warning"),
    ("`![](a.png)`", ""),
    ("Bravo ![", ""),
    (r"\\![](a.png)", "error"),
    (r"![a\]](a.png)", ""),
    ("<IMG SRC=a.png>", "error"),
    ("\n    ![](a.png)", ""),
])
def test_an_image_without_words_is_reported(lines_of, body: str, level: str):
    """What a camera left in their place is no word either."""
    assert lines_of(wordless_images, "x\n" + body) == ([(5, level)] if level else [])


def test_an_alternative_text_to_be_written_is_a_warning_in_a_draft():
    """Who has imported a text sees it before everything is written."""
    text = read_text("![… décrire l’image]({static}/images/a.png)",
                     "title: T\ncategory: c\nstatus: draft")

    assert [problem.level for problem in wordless_images(text)] == ["warning"]


@pytest.mark.parametrize(("body", "told"), [
    ("# One", [(4, "warning")]),
    ("One\n===", [(4, "warning")]),
    ("x\n\n### Three", [(6, "error")]),
    ("## Two\n\n#### Four\n\n##### Five", [(6, "error"), (8, "error")]),
    ("## Two\n\n<h4>Four</h4>", [(6, "error")]),
    ("##Two\n\n####Four", [(6, "error")]),
    ("## Two\n\n### Three\n\n## Two\n\n### Three", []),
    ("Two\n---\n\n### Three", []),
    ("## Two\n\n```\n# a comment\n#### more\n```", []),
    ("## Two\n\n    #### code", []),
    ("No heading.\n\n---\n\nNone.", []),
    ("| a | b |\n|---|---|\n| 1 | 2 |", []),
    ("## Two\n\n##\n\n### \n\nx", [(6, "error"), (8, "error")]),
    ("Article #4 est abrogé.", []),
    ("> ## Two\n\n### Three", []),
    ("> ## Two\n\n- #### Four", [(6, "error")]),
    ("One\n---\n<h4>Four</h4>", [(6, "error")]),
])
def test_a_level_is_never_skipped(lines_of, body: str, told: list):
    """The title is the first level; code and tables hold no headings."""
    assert lines_of(wrong_headings, body) == told


@pytest.mark.parametrize(("body", "line"), [
    ("Une phrase[^1].", 4),
    ("Une phrase[^a].\n\nUne autre[^b].\n\n[^a]: La note.", 6),
    ("Une phrase.\n\n[^seule]: Une note que rien n’appelle.", 6),
])
def test_a_call_without_note_and_a_note_without_call_are_reported(lines_of, body: str, line: int):
    """The first would be printed as it is; the second would lead back to nowhere."""
    assert lines_of(lonely_notes, body) == [(line, "error")]


@pytest.mark.parametrize("body", [
    "Une phrase[^1], une autre[^1].\n\n[^1]: La note.",
    "| A[^1] | B |\n|---|---|\n| c | d |\n\n[^1]: La note :\n    sa suite.",
    "Une note appelle une note[^1].\n\n[^1]: Voir[^2].\n\n[^2]: Ici.",
    "On écrit `[^1]` pour une note.", "```\n[^1]: code\n```", "Un accent \\[^1].",
])
def test_notes_that_are_called_and_code_are_left_alone(lines_of, body: str):
    """What is shown as code calls for nothing."""
    assert lines_of(lonely_notes, body) == []


@pytest.mark.parametrize(("body", "line"), [
    ("| a | b |\n|---|\n| 1 | 2 |", 5),
    ("a | b\n--|--|--\n1 | 2", 5),
    ("Une phrase :\n| a | b |\n|---|---|\n| 1 | 2 |", 6),
    ("|---|---|\n| 1 | 2 |", 4),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |", 7),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 6),
    ("a | b\n--|--\n1 | 2 | 3", 6),
])
def test_a_table_that_would_be_printed_as_bars_is_reported(lines_of, body: str, line: int):
    """Python-Markdown wants its head first, and as many dashes as heads."""
    assert lines_of(broken_tables, body) == [(line, "warning")]


@pytest.mark.parametrize("body", [
    "| a | b |\n|---|---:|\n| 1 | 2 |", "a | b\n:-- | --\n1 | 2",
    "| a \\| b | c |\n|---|---|\n| 1 | 2 |", "> Un :\n>\n> | a | b |\n> |---|---|\n> | 1 | 2 |",
    "Un :\n \n| a | b |\n|---|---|\n| 1 | 2 |",
    "Un titre\n---", "- a\n- b", "---", "```\n|---|\n```", "Un tiret | une barre.",
])
def test_tables_and_other_lines_are_left_alone(lines_of, body: str):
    """A line under a heading, a rule and code are no tables."""
    assert lines_of(broken_tables, body) == []


@pytest.mark.parametrize(("written", "repaired"), [
    ("[mc4wp_form id= »235″]", '[mc4wp_form id="235"]'),
    ("[mc4wp_form id=\u00a0»235″]", '[mc4wp_form id="235"]'),
    ("[contact-form-7 id=”76” title=”Reach Us”]", '[contact-form-7 id="76" title="Reach Us"]'),
    ("[contact-form-7 id=&#8221;76&#8243;]", '[contact-form-7 id="76"]'),
    ('[mc4wp_form id = "235"]', '[mc4wp_form id="235"]'),
    ('[contact-form 76 “Reach Us”]', '[contact-form 76 "Reach Us"]'),
    ("［mc4wp_form id＝235］", '[mc4wp_form id="235"]'),
    ("[mc4wp_form id=&amp;quot;235&amp;quot;]", '[mc4wp_form id="235"]'),
    ('[contact‑form‑7 id="76"]', '[contact-form-7 id="76"]'),
    ('[contact-form-7 id="76" title=“Reach [us]”]', '[contact-form-7 id="76" title="Reach [us]"]'),
])
def test_a_damaged_shortcode_is_reported_with_its_repaired_form(written: str, repaired: str):
    """It has been repaired correctly so far; written well, nothing has to be guessed."""
    [problem] = damaged_shortcodes(read_text(f"x\n\n{written}"))

    assert (problem.line, problem.level) == (6, "warning")
    assert str(problem.message).endswith(f"is damaged; write {repaired}")


@pytest.mark.parametrize("body", [
    '[mc4wp_form id="235"]', "[mc4wp_form id='235']", "[mc4wp_form id=235]", "[mc4wp_form]",
    '[contact-form-7 id="76" title="L’avis"]', '[contact-form-7 id="76" /]',
    '[contact-form 76 "Reach Us"]', "`[mc4wp_form id= »235″]`", "\\[mc4wp_form id= »235″]",
    "[[mc4wp_form id= »235″]]", "[la loi](https://a.example)",
    "[contact-form-7 id='76' title='Say \"yes\" here']", '[contact-form-7 id="76" title="a [b]"]',
    '[contact-form-7 id="76" title="Dites « oui » ici"]',
])
def test_what_wordpress_reads_itself_or_is_text_is_left_alone(body: str):
    """A shortcode that a form answers to is a way to write its form."""
    assert list(damaged_shortcodes(read_text(body))) == []


@pytest.mark.parametrize("body", [
    "![Le tribunal](https://elsewhere.example/a.png)", '<img alt="x" src="//elsewhere.example/a">',
    "![x][1]\n\n[1]: data:image/png;base64,AAAA",
])
def test_an_image_that_browsers_would_leave_out_is_an_error(lines_of, body: str):
    """An editor sees it in no preview of a word processor, and readers would see a hole."""
    assert lines_of(images_from_elsewhere, f"Texte.\n\n{body}") == [(6, "error")]


@pytest.mark.parametrize("body", [
    "`![a](https://a.example/a.png)`", "<!-- ![a](//a.example/a.png) -->",
    "![Alt]({static}/images/a.png)", "[Un film](https://video.example/1)",
])
def test_our_own_images_and_links_are_left_alone(lines_of, body: str):
    """What is shown as code asks the browser for nothing."""
    assert lines_of(images_from_elsewhere, body) == []
