"""A shortcode is written as WordPress reads it."""

import pytest

from plugins.check.markup import damaged_shortcodes
from tests.check.conftest import read_text


@pytest.mark.parametrize(("written", "repaired"), [
    ("[mc4wp_form id= »235″]", '[mc4wp_form id="235"]'),
    ("[mc4wp_form id=\u00a0»235″]", '[mc4wp_form id="235"]'),
    ("[contact-form-7 id=”76” title=”Reach Us”]", '[contact-form-7 id="76" title="Reach Us"]'),
    ("[contact-form-7 id=&#8221;76&#8243;]", '[contact-form-7 id="76"]'),
    ('[mc4wp_form id = "235"]', '[mc4wp_form id="235"]'),
    ('[contact-form 76 “Reach Us”]', '[contact-form 76 "Reach Us"]'),
])
def test_a_damaged_shortcode_is_told_with_its_repaired_form(written: str, repaired: str):
    """The press has guessed right so far; written well, nothing is left to guess."""
    [problem] = damaged_shortcodes(read_text(f"x\n\n{written}"))

    assert (problem.line, problem.level) == (6, "warning")
    assert str(problem.message).endswith(f"is damaged; write {repaired}")


@pytest.mark.parametrize("body", [
    '[mc4wp_form id="235"]', "[mc4wp_form id='235']", "[mc4wp_form id=235]", "[mc4wp_form]",
    '[contact-form-7 id="76" title="L’avis"]', '[contact-form-7 id="76" /]',
    '[contact-form 76 "Reach Us"]', "`[mc4wp_form id= »235″]`", "\\[mc4wp_form id= »235″]",
    "[[mc4wp_form id= »235″]]", "[la loi](https://a.example)",
])
def test_what_wordpress_reads_itself_or_is_text_is_left_alone(body: str):
    """A shortcode that a form answers to is a way to write its form."""
    assert list(damaged_shortcodes(read_text(body))) == []
