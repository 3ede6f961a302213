"""Whom one writes to about a weakness of the site (RFC 9116)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plugins.site.serving.files import SECURITY, ending, security_txt


def written(today: date) -> str:
    """Return the file as built on a day."""
    return security_txt("https://lettre.example", "a@lettre.example",
                        ["https://lettre.example/fr/contact/"], ["fr", "en"], today
                        )[SECURITY].decode()


def test_it_names_contacts_languages_and_its_own_address():
    """What the RFC requires, and what helps."""
    assert written(date(2024, 7, 8)).splitlines() == [
        "Contact: mailto:a@lettre.example",
        "Contact: https://lettre.example/fr/contact/",
        "Expires: 2025-06-01T00:00:00Z",
        "Preferred-Languages: fr, en",
        "Canonical: https://lettre.example/.well-known/security.txt"]


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 2, 29), date(2024, 12, 31)])
def test_it_is_good_for_less_than_a_year(day: date):
    """And two builds in one month are equal."""
    line = written(day).splitlines()[2].removeprefix("Expires: ").removesuffix("T00:00:00Z")

    assert timedelta(300) < date.fromisoformat(line) - day < timedelta(366)
    assert written(day) == written(day.replace(day=15))


def test_a_warning_comes_before_it_ends(tmp_path: Path):
    """Only where a site has been built, and nobody built it again for long."""
    file = tmp_path / SECURITY
    assert list(ending(tmp_path, datetime(2025, 5, 1, tzinfo=UTC))) == []
    file.parent.mkdir()
    file.write_text(written(date(2024, 7, 8)))

    assert list(ending(tmp_path, datetime(2025, 3, 1, tzinfo=UTC))) == []
    (problem,) = ending(tmp_path, datetime(2025, 5, 1, tzinfo=UTC))
    assert (problem.path, problem.line, problem.level) == (str(file), 3, "warning")
    assert "expires on 2025-06-01; build and publish it again" in str(problem.message)


def test_a_built_site_has_one(published: Path):
    """With the firm's address."""
    assert "Contact: mailto:contact@lettre.example\n" in (published / SECURITY).read_text()
