"""What a form would better say is told as advice."""

from pathlib import Path

from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import form_advice, load_forms

FORM = '''page = "contact"
thanks = "thanks"
delivery = "subscription"
retention = 365
title.en = "Write"
submit.en = "Send"

[[fields]]
name = "email"
type = "email"
required = true
label.en = "Address"
'''


def test_what_visitors_would_miss_is_told_with_its_line(tmp_path: Path) -> None:
    """A warning: the form can be sent all the same."""
    (tmp_path / "a.toml").write_text(FORM, "utf-8")

    told = list(form_advice(load_forms(tmp_path, ["en"])[0]["a"]))

    assert {problem.level for problem in told} == {"warning"}
    assert [problem.line for problem in told] == [0, 10]
    assert ["add “purpose”" in str(told[0].message), "“email”" in str(told[1].message)] \
        == [True, True]


def test_the_forms_of_the_site_need_no_advice(forms: dict[str, Form]) -> None:
    """They tell what for, and browsers fill them in."""
    assert [problem for form in forms.values() for problem in form_advice(form)] == []
