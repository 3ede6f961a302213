"""The build draws the forms where editors put them, and tells the receiver what it needs."""

import json
from pathlib import Path

import pytest

from tests.conftest import Site, new_site


@pytest.fixture
def whole(tmp_path: Path) -> Site:
    """Return a site that has all it needs, still to be built."""
    return new_site(tmp_path)


def test_a_form_on_the_site_leads_to_the_privacy_page(whole: Site):
    """In the visitor's language; the receiver, which draws forms again, knows the address too."""
    whole.build()

    built = json.loads((whole.options.output / "forms.json").read_text("utf-8"))
    for lang in ("fr", "en"):
        link = whole.page(f"{lang}/contact").select_one("form .form__privacy a")
        assert link["href"] == f"/{lang}/privacy/"
        assert built["contact"][lang] == {
            "page": f"{lang}/contact/", "thanks": f"{lang}/thanks-contact/",
            "privacy": f"{lang}/privacy/", "contact": "contact@lettre.example"}


def test_without_a_privacy_page_only_its_absence_is_reported(whole: Site):
    """The forms of such a site lead nowhere, and stop no build of their own."""
    for page in (whole.options.content / "pages").glob("privacy.*"):
        page.unlink()

    assert sorted(error.partition(":")[0] for error in whole.errors()) \
        == ["content/pages/privacy.en.md", "content/pages/privacy.fr.md"]
