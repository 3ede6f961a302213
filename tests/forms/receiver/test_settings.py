"""What is missing or wrong in the environment is reported before anything is taken."""

from ipaddress import ip_network

import pytest

from plugins.core.messages import SettingsError
from plugins.forms.receiver.settings import Settings, read_settings
from plugins.forms.records.arrivals import Limits

SITE = "https://lettre.example"
MAIL = "smtp://u:SECRET@mail.firm.example"


def read(site: str = SITE, **environment: str) -> Settings:
    """Return the settings of an environment that has a mail server."""
    return read_settings({"SMTP_URL": MAIL, **environment}, site)


def test_little_need_be_said() -> None:
    """The rest has a value that is right for most."""
    settings = read()

    assert settings.sender == "forms@lettre.example"
    assert settings.proxies == (ip_network("127.0.0.0/8"), ip_network("::1"))
    assert (settings.limits, settings.origins) == (Limits(), frozenset())


def test_all_may_be_said() -> None:
    """Lists are parted by commas or spaces."""
    settings = read(
        FORMS_SENDER="site@firm.example", FORMS_PROXIES="10.0.0.5, 10.1.0.0/16",
        FORMS_ORIGINS="https://WWW.firm.example/ http://127.0.0.1:8000,http://[::1]:80",
        FORMS_MOST_PER_ADDRESS="3", FORMS_MOST_IN_TOTAL="40", FORMS_DKIM_SELECTOR="s1.mail",
        FORMS_ALARM="lea@firm.example, max@other.example")

    assert settings.sender == "site@firm.example"
    assert settings.proxies == (ip_network("10.0.0.5"), ip_network("10.1.0.0/16"))
    assert settings.origins == {"https://www.firm.example", "http://127.0.0.1:8000",
                                "http://[::1]:80"}
    assert settings.limits == Limits(3, 40)
    assert settings.alarm == ("lea@firm.example", "max@other.example")
    assert settings.selector == "s1.mail"


@pytest.mark.parametrize(("site", "sender"), [
    ("https://lettre.example", "forms@lettre.example"),
    ("https://www.lettre.example:8443/letter", "forms@lettre.example"),
    ("https://wwwlettre.example", "forms@wwwlettre.example")])
def test_the_site_writes_from_its_own_address(site: str, sender: str) -> None:
    """Unless FORMS_SENDER says otherwise: a mail server may let another address through only."""
    assert read(site, FORMS_SENDER=" ").sender == sender
    assert read(site, FORMS_SENDER="a@société.example").sender == "a@xn--socit-esab.example"


@pytest.mark.parametrize(("name", "value"), [
    ("SMTP_URL", ""), ("SMTP_URL", "mail.firm.example"),
    ("FORMS_SENDER", "forms"), ("FORMS_SENDER", "Forms <forms@firm.example>"),
    ("FORMS_SENDER", "a@b\nBcc: c@d.example"), ("FORMS_SENDER", "rédaction@firm.example"),
    ("FORMS_ORIGINS", "www.firm.example"), ("FORMS_ORIGINS", "https://firm.example/letter"),
    ("FORMS_ORIGINS", "https://"), ("FORMS_ORIGINS", "ftp://firm.example"),
    ("FORMS_ORIGINS", "https://u:p@firm.example"), ("FORMS_ORIGINS", "https://*.firm.example"),
    ("FORMS_ALARM", "lea"), ("FORMS_ALARM", "lea@firm.example, Léa <lea@firm.example>"),
    ("FORMS_DKIM_SELECTOR", "mail._domainkey.firm.example ."), ("FORMS_DKIM_SELECTOR", "a..b"),
    ("FORMS_PROXIES", "proxy.firm.example"), ("FORMS_PROXIES", "10.0.0.5/8"),
    ("FORMS_MOST_PER_ADDRESS", "0"), ("FORMS_MOST_PER_ADDRESS", "-1"),
    ("FORMS_MOST_IN_TOTAL", "many"), ("FORMS_MOST_IN_TOTAL", "9" * 5000),
    ("FORMS_MOST_IN_TOTAL", "²")])
def test_what_is_wrong_is_named_without_a_secret(name: str, value: str) -> None:
    """The message shows how to write it."""
    with pytest.raises(SettingsError, match=name) as failure:
        read(**{name: value})

    assert "SECRET" not in str(failure.value)
    assert " as in " in str(failure.value) or " like " in str(failure.value)
