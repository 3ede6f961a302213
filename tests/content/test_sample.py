"""What is the sample's is known by name and place."""

from pathlib import Path

import pytest

from plugins.content.sample import TEXTS, sample_values, sample_warning
from tests.conftest import PROJECT

CONTENT = PROJECT / "content"
SAMPLE = {"SITEURL": "https://lettre.example"}


def test_the_sample_s_texts_are_all_known():
    """A new one is told here, or it would stay with every firm."""
    found = {str(path.relative_to(CONTENT)) for folder in ("articles", "issues", "images")
             for path in (CONTENT / folder).iterdir()}

    assert found == {path for path in TEXTS if path.startswith(("articles/", "issues/", "images/"))}
    assert all((CONTENT / path).is_file() for path in TEXTS)


def test_the_sample_s_values_are_named_with_their_lines():
    """And told together in one warning."""
    lines = (CONTENT / "firm.toml").read_text("utf-8").splitlines()
    found = sample_values(CONTENT, SAMPLE)
    told = {problem.line: str(problem.message) for problem in found
            if problem.path.endswith("firm.toml")}

    for value in ("Cabinet Lettre de Chine", "RCS Paris 000", "Exemple", "Prénom Nom",
                  "contact@lettre.example", "0123456789"):
        assert any(value in message and value in lines[line - 1] for line, message in told.items())
    (warning,) = sample_warning(CONTENT, SAMPLE)
    assert warning.level == "warning" and f": {len(found)};" in str(warning.message)


@pytest.mark.parametrize("file, text, told", [
    ("firm.toml", 'name = "Cabinet Durand"\n# insurer = "Assureur Exemple SA"', []),
    ("firm.toml", 'address = ["1, rue de l’Exemple"]', [1]),
    ("firm.toml", 'address = [\n  "1, rue de l’Exemple",\n]', [2]),
    ("pages/privacy.fr.md", "title: T\n\nVersion du 2 août 2024.", [3]),
    ("pages/privacy.fr.md", "title: T\n\nVersion du 3 août 2024.", []),
    ("pages/about.fr.md", "title: T\n\n*Lettre de Chine* paraît.", [3]),
    ("firm.toml", '\nvat = "FR 00 000000000"', [2]),
    ("firm.toml", 'registration = "RCS Paris 100 000 000"', []),
    ("forms/a.toml", 'label = "au Cabinet Lettre de Chine"\nhelp = "vous@firm.example"', [1]),
    ("forms/a.toml", 'recipient = "presse@lettre.example"', [1]),
])
def test_a_firm_s_own_values_are_left_alone(tmp_path: Path, file: str, text: str, told: list[int]):
    """Also what only looks like the sample's."""
    for folder in ("forms", "pages"):
        (tmp_path / folder).mkdir()
    (tmp_path / file).write_text(text, encoding="utf-8")

    assert [problem.line for problem in sample_values(
        tmp_path, {"SITEURL": "https://durand.fr"})] == told


def test_a_firm_may_call_its_letter_as_the_sample_is_called(tmp_path: Path):
    """Then its pages may say so; the other values tell the sample from it."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "firm.toml").write_text('name.fr = "La Lettre de Chine de Durand"', "utf-8")
    (tmp_path / "pages/about.fr.md").write_text("title: T\n\n*Lettre de Chine* paraît.", "utf-8")

    assert sample_values(tmp_path, {"SITEURL": "https://durand.fr"}) == []


def test_the_address_of_an_older_settings_file_is_seen_too(tmp_path: Path):
    """It was written in `pelicanconf.py`."""
    (tmp_path / "firm.toml").write_text('name = "Cabinet Durand"', encoding="utf-8")

    assert [str(problem.message).partition(";")[0] for problem in sample_values(tmp_path, SAMPLE)] \
        == ["“SITEURL” has the sample’s “lettre.example”"]
