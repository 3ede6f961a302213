"""The examples of the documentation are forms, and show all there is."""

import re
import tomllib
from pathlib import Path

import pytest

from plugins.forms.declaration.field_types import FIELD_TYPES
from plugins.forms.declaration.load import form_advice, load_forms
from plugins.forms.declaration.schema import FIELD, FORM, OPTION, OUTSIDE

DOCS = Path(__file__).parents[3] / "docs" / "forms.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["complete", "outside"])
def test_an_example_is_a_form(tmp_path: Path, example: str) -> None:
    """Nothing is wrong with it, and nothing could be better."""
    (tmp_path / "example.toml").write_text(example, "utf-8")

    forms, problems = load_forms(tmp_path, ["fr", "en"])

    assert problems == []
    assert [problem.message.render(str) for problem in form_advice(forms["example"])] == []


def test_the_examples_show_every_key() -> None:
    """What can be declared can be looked up."""
    declared = [tomllib.loads(example) for example in EXAMPLES]
    fields = [field for form in declared for field in form["fields"]]
    options = [option for field in fields for option in field.get("options", ())]

    assert {key for form in declared for key in form} == FORM.keys()
    assert {key for field in fields for key in field} == FIELD.keys() - {"value"}
    assert {key for option in options for key in option} == OPTION.keys()
    assert declared[1]["outside"].keys() == OUTSIDE.keys() - {"honeypot"}
    assert all(f"“{kind}”" in EXAMPLES[0] or kind in EXAMPLES[0] for kind in FIELD_TYPES)
