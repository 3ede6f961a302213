"""The newsletter's commands that only look, as an editor runs them."""

import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from tests.commands.test_newsletter import ISSUE, WRONG_KEY, run
from tests.conftest import Site
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running


@pytest.fixture
def account() -> Iterator[FakeMailchimp]:
    """A Mailchimp in which an issue was sent in two languages."""
    with running() as fake:
        for lang in ("fr", "en"):
            campaign = fake.account.post_campaign({}, {
                "type": "regular", "settings": {"title": f"china-letter/2018-07/{lang}"},
                "recipients": {"list_id": AUDIENCE}})
            fake.account.campaigns[campaign["id"]].update(
                status="sent", send_time="2018-07-05T07:00:00+00:00", emails_sent=1204)
            fake.account.clicks[campaign["id"]] = [
                {"id": "1", "url": "https://lettre.example/fr/articles/both/", "total_clicks": 5}]
        yield fake


def test_a_report_needs_mailchimp_alone(site: Site, account: FakeMailchimp):
    """The outbox may be another computer's."""
    result = run(site, "report", "2018-07", fake=account)

    assert result.returncode == 0, result.stderr
    assert "fr: sent on 2018-07-05 09:00 (Paris), 2018-07-05 15:00 (Shanghai)" in result.stdout
    assert "lettre.example/fr/articles/both" in result.stdout
    assert "2,408" in result.stdout


def test_a_report_has_the_titles_of_the_outbox(site: Site, account: FakeMailchimp):
    """As the build typeset them."""
    site.article("2018-07-03-both.fr.md", "Texte.", "title: L'article")
    site.write("issues/2018-07.fr.md", ISSUE.format(subject="S"))
    assert site.errors() == []

    result = run(site, "report", "2018-07", "--lang", "fr", "--json", fake=account)

    (french,) = json.loads(result.stdout)["languages"]
    assert french["clicks"]["articles"] == [{
        "title": "L’article", "address": "https://lettre.example/fr/articles/both/", "clicks": 5}]


def test_a_report_that_cannot_be_made_ends_with_1(site: Site, account: FakeMailchimp):
    """For a script that waits for it."""
    result = run(site, "report", "2018-08", "--json", fake=account)

    assert result.returncode == 1
    assert [each["state"] for each in json.loads(result.stdout)["languages"]] == ["not sent"] * 2


def test_a_report_is_drawn_into_the_file_that_is_named(site: Site, account: FakeMailchimp):
    """Whole, in the place of the last one; nothing else is left there."""
    folder = site.options.content.parent / "reports"
    folder.mkdir()
    (folder / "a.svg").write_text("old")

    result = run(site, "report", "2018-07", "--svg", str(folder / "a.svg"), fake=account)

    assert result.returncode == 0, result.stderr
    assert ElementTree.parse(folder / "a.svg").getroot().tag.endswith("svg")
    assert [path.name for path in folder.iterdir()] == ["a.svg"]


@pytest.mark.parametrize(("name", "said"), [
    ("none/a.svg", "none: this folder does not exist; create it, or choose another"),
    (".", "this cannot be written")])
def test_a_place_that_cannot_be_written_is_reported(
    site: Site, account: FakeMailchimp, name: str, said: str
):
    """In a sentence; JSON has it, too, and stays one document."""
    file = site.options.content.parent / name

    told = run(site, "report", "2018-07", "--svg", str(file), fake=account)
    data = run(site, "report", "2018-07", "--svg", str(file), "--json", fake=account)

    assert told.returncode == data.returncode == 1
    assert said in told.stderr and "Traceback" not in told.stderr
    assert said in json.loads(data.stdout)["error"]


def test_nothing_is_drawn_of_what_was_not_sent(site: Site, account: FakeMailchimp):
    """An empty picture would look like a result."""
    file = site.options.content.parent / "a.svg"

    run(site, "report", "2018-08", "--svg", str(file), fake=account)

    assert not file.exists()


def test_the_doctor_ends_with_0_if_all_is_fine(site: Site, account: FakeMailchimp):
    """And with 1 if anything is to be done."""
    healthy = run(site, "doctor", fake=account)
    account.account.double_optin = False
    ill = run(site, "doctor", "--json", fake=account)

    assert (healthy.returncode, ill.returncode) == (0, 1)
    assert all(line.startswith("OK ") for line in healthy.stdout.splitlines())
    found = json.loads(ill.stdout)
    assert found["fine"] is False
    assert [each["check"] for each in found["checks"] if each["state"] != "fine"] \
        == ["double_optin"]


def test_the_doctor_does_not_show_the_key(site: Site, account: FakeMailchimp):
    """Neither one that is accepted nor one that is not."""
    for key in (KEY, WRONG_KEY, "not-a-key-of-anything"):
        result = run(site, "doctor", fake=account, key=key)
        assert key not in result.stdout + result.stderr


def test_the_doctor_goes_on_without_a_key(site: Site):
    """Through all lines, in columns."""
    result = run(site, "doctor")

    assert result.returncode == 1 and result.stderr == ""
    assert "to do        key " in result.stdout
    assert "not checked  account " in result.stdout
