"""What the newsletter's settings may be."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.core.messages import SettingsError
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.settings import MailchimpSettings, read_mailchimp_settings
from plugins.newsletter.outbox import Outbox
from plugins.newsletter.settings import Settings, read_newsletter_settings
from tests.newsletter.conftest import LANGUAGES, NEWSLETTER
from tests.support.fake_mailchimp import KEY


def read_own(**changes: object) -> Settings:
    """Read the sample settings but for the provider's, some of them changed."""
    return read_newsletter_settings({**NEWSLETTER, **changes}, LANGUAGES, "fr")


def read(environment: Mapping[str, str], **changes: object) -> MailchimpSettings:
    """Read the sample settings for Mailchimp, some of them changed."""
    return read_mailchimp_settings({**NEWSLETTER, **changes}, LANGUAGES, "fr", environment)


def test_without_a_key_the_settings_can_be_read() -> None:
    """A build needs none."""
    assert read({}).key == ""


def test_without_a_key_mailchimp_cannot_be_asked() -> None:
    """The sentence says what to set, and where the emails lie."""
    with pytest.raises(SettingsError, match="MAILCHIMP_API_KEY.*outbox"):
        connect(read({}))


def test_without_an_audience_mailchimp_cannot_be_asked() -> None:
    """The sentence says what to set, and where the emails lie."""
    with pytest.raises(SettingsError, match="MAILCHIMP_AUDIENCE_ID.*outbox"):
        connect(read({"MAILCHIMP_API_KEY": KEY}, audience=""))


def test_the_audience_of_the_environment_wins() -> None:
    """A trial writes to another one."""
    assert read({"MAILCHIMP_AUDIENCE_ID": "abc"}).audience == "abc"


def test_the_key_tells_the_data_centre() -> None:
    """It is the part after the hyphen."""
    settings = read({"MAILCHIMP_API_KEY": KEY.replace("us1", "us21")})

    assert settings.root == "https://us21.api.mailchimp.com/3.0"


@pytest.mark.parametrize("key", [
    "0123456789abcdef", "0123-", "0123-us1/", "a-evil.example/#", "xyz-us1", "0123-us1\n-us1",
    "0123-us1.evil.example", "0123456789ABCDEF-us1", "0123-1us", "-us7"])
def test_a_key_that_is_none_is_refused_and_not_shown(key: str) -> None:
    """What follows the hyphen would become the host that gets the key."""
    with pytest.raises(SettingsError) as caught:
        read({"MAILCHIMP_API_KEY": key})

    assert key not in str(caught.value)


@pytest.mark.parametrize("root", [
    "http://127.0.0.1:8800/3.0", "http://localhost:1/3.0", "http://[::1]:1/3.0",
    "https://us1.api.mailchimp.com/3.0", "https://proxy.firm.example/3.0/"])
def test_another_root_may_be_set(root: str) -> None:
    """This machine for trials, or anything over TLS."""
    settings = read({"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": root})

    assert settings.root == root.rstrip("/")


@pytest.mark.parametrize("root", [
    "http://us1.api.mailchimp.com/3.0", "http://127.0.0.1.evil.example/", "127.0.0.1:8800",
    "http://127.0.0.1@evil.example/", "https://user@evil.example/", "ftp://127.0.0.1/", "https://",
    "http://[::1", "http://0.0.0.0/"])
def test_a_root_that_would_show_the_key_is_refused(root: str) -> None:
    """Without TLS the key never leaves this machine."""
    with pytest.raises(SettingsError, match="MAILCHIMP_API_ROOT"):
        read({"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": root})


@pytest.mark.parametrize("changes", [
    {"audience": "no id"}, {"audience": 7}, {"name": ""}, {"folder": None}, {"interests": None},
    {"interests": {"category": "x", "fr": "Français"}}, {"interests": {"fr": "F", "en": "E"}},
    {"from": {"fr": ("Lettre", "lettre@lettre.example")}},
    {"from": {"fr": ("Lettre", "no address"), "en": ("Letter", "letter@lettre.example")}},
    {"tracking": {"open": True}}, {"tracking": {"opens": "yes"}}, {"tracking": True},
    {"colour": "red"}, {"test": "editor@firm.example"}, {"test": ["nobody"]}, {"test": [3]},
    {"test": {"de": ["a@firm.example"]}}, {"test": {"fr": "a@firm.example"}},
])
def test_a_wrong_setting_is_refused(changes: dict[str, object]) -> None:
    """Also one that nobody knows: it may be a slip."""
    with pytest.raises(SettingsError):
        read_own(**changes)
        read({}, **changes)


@pytest.mark.parametrize(("tracking", "tracked"), [
    ({}, set()), ({"opens": False}, set()), ({"opens": True, "html_clicks": False}, {"opens"})])
def test_nothing_is_tracked_unless_the_firm_says_so(
    tracking: dict[str, bool], tracked: set[str]
) -> None:
    """Mailchimp would track all by itself."""
    assert read({}, tracking=tracking).tracking == tracked


@pytest.mark.parametrize(("title", "found"), [
    ("china-letter/2018-07/fr", ("2018-07", "fr")), ("china-letter/2018-07/de", None),
    ("other/2018-07/fr", None), ("china-letter/2018-07", None),
    ("china-letter/2018-07/fr (copy 01)", None), ("Autre lettre", None)])
def test_a_title_of_ours_tells_issue_and_language(
    title: str, found: tuple[str, str] | None
) -> None:
    """Any other campaign is somebody else's."""
    box = Outbox(Path("outbox"), "china-letter", LANGUAGES)

    assert box.issue_of(title) == found
    assert not found or box.title(*found) == title


def test_each_language_is_answered_at_its_own_address() -> None:
    """As the letter says."""
    assert read_own().reply_to == {"fr": "lettre@lettre.example", "en": "letter@lettre.example"}
