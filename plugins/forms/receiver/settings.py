"""Read from the environment what the receiver needs, before it takes anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from plugins.core.email_address import as_sent
from plugins.core.messages import SettingsError, say
from plugins.forms.delivery.smtp import mail_server
from plugins.forms.records.arrivals import Limits

Network = IPv4Network | IPv6Network

LOOPBACK = ("127.0.0.0/8", "::1")


@dataclass(frozen=True)
class Settings:
    """What the environment says of the receiver.

    `smtp` is where mail is handed over, `sender` the site's own address, `origins` are those of
    further sites that may send forms, `proxies` the networks of the web server in front. `alarm`
    are the addresses that are told what is wrong, if others than the firm's; `selector` is that of
    the DKIM signatures of the mail server, "" if it is not to be looked for.
    """

    smtp: str
    sender: str
    origins: frozenset[str]
    proxies: tuple[Network, ...]
    limits: Limits
    alarm: tuple[str, ...] = ()
    selector: str = ""


def read_settings(environment: Mapping[str, str], site_url: str) -> Settings:
    """Return the settings of the receiver of a site.

    Raises SettingsError, with no secret in it, if anything is missing or wrong.
    """
    usual = Limits()
    return Settings(
        smtp=_smtp(environment), sender=_sender(environment, site_url),
        origins=frozenset(_origins(environment)), proxies=_proxies(environment),
        limits=Limits(_count(environment, "FORMS_MOST_PER_ADDRESS", usual.address),
                      _count(environment, "FORMS_MOST_IN_TOTAL", usual.total)),
        alarm=tuple(_alarm(environment)), selector=_selector(environment))


def _smtp(environment: Mapping[str, str]) -> str:
    url = environment.get("SMTP_URL", "").strip()
    if not url:
        raise SettingsError(say("SMTP_URL is not set; set it to the mail server that takes the "
                                "messages, as in smtp://user:password@mail.firm.example:587"))
    mail_server(url)
    return url


def _sender(environment: Mapping[str, str], site_url: str) -> str:
    """Return the site's own address, from which it writes: FORMS_SENDER, or forms@ its host."""
    chosen = environment.get("FORMS_SENDER", "").strip()
    if not chosen:
        return "forms@" + (urlsplit(site_url).hostname or "").removeprefix("www.")
    sender = as_sent(chosen)
    if not sender.isascii() or not sender:
        raise SettingsError(say("FORMS_SENDER is “{value}”; it must be an email address, like "
                                "forms@firm.example", value=chosen))
    return sender


def _origins(environment: Mapping[str, str]) -> list[str]:
    origins = [each.lower().rstrip("/") for each in _listed(environment, "FORMS_ORIGINS")]
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}" \
                or not re.fullmatch(r"[\w.-]+(:\d+)?|\[[\da-f:]+\](:\d+)?", parts.netloc):
            raise SettingsError(say("FORMS_ORIGINS names “{value}”; write scheme and host only, as "
                                    "in https://www.firm.example, with commas in between",
                                    value=origin))
    return origins


def _proxies(environment: Mapping[str, str]) -> tuple[Network, ...]:
    listed = _listed(environment, "FORMS_PROXIES") or LOOPBACK
    try:
        return tuple(ip_network(each) for each in listed)
    except ValueError:
        raise SettingsError(say("FORMS_PROXIES is “{value}”; write the addresses of the web server "
                                "in front of the receiver, as in 10.0.0.5 or 10.0.0.0/24, with "
                                "commas in between", value=environment["FORMS_PROXIES"])) from None


def _alarm(environment: Mapping[str, str]) -> Iterator[str]:
    for address in _listed(environment, "FORMS_ALARM"):
        if not as_sent(address):
            raise SettingsError(say("FORMS_ALARM names “{value}”; write email addresses, like "
                                    "lea@firm.example, with commas in between", value=address))
        yield address


def _selector(environment: Mapping[str, str]) -> str:
    selector = environment.get("FORMS_DKIM_SELECTOR", "").strip()
    if not re.fullmatch(r"([\w-]+(\.[\w-]+)*)?", selector, re.ASCII):
        raise SettingsError(say("FORMS_DKIM_SELECTOR is “{value}”; write the name before "
                                "“._domainkey” alone, as in mail2018", value=selector))
    return selector


def _count(environment: Mapping[str, str], name: str, usual: int) -> int:
    value = environment.get(name, "").strip() or str(usual)
    if not (value.isascii() and value.isdecimal() and 0 < len(value) < 10 and int(value)):
        raise SettingsError(say("{name} is “{value}”; write how many messages are accepted within "
                                "an hour, as in {usual}", name=name, value=value, usual=usual))
    return int(value)


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return [each for each in re.split(r"[,\s]+", environment.get(name, "")) if each]
