"""Read what the newsletter needs to know from the settings and the environment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from plugins.core.messages import SettingsError, say
from plugins.newsletter.utm import read_utm

KEYS = ("name", "audience", "folder", "interests", "from", "tracking", "zones", "utm")
TRACKS = ("opens", "html_clicks", "text_clicks")
ZONES = ("Europe/Paris", "Asia/Shanghai")
"""Where times are told, unless the settings say otherwise: where the firm and its readers are."""

# The part after the hyphen becomes a host name: anything else in it could lead elsewhere.
_KEY = re.compile(r"[0-9a-f]+-[a-z]{2,4}\d+")
_ID = re.compile(r"[0-9A-Za-z]+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Patience:
    """How long to wait for Mailchimp, in seconds."""

    timeouts: tuple[float, float] = (5, 60)
    """To connect, and for an answer."""
    retries: tuple[float, ...] = (1, 3, 10)
    """Before each new attempt of what may be attempted again."""
    count: tuple[float, ...] = (1, 1, 2, 2, 4, 4, 8, 8)
    """Before each new look for the number of recipients, which Mailchimp computes in its time."""
    order: tuple[float, ...] = (2, 3, 5, 10, 20)
    """Before each new look at a campaign after an order to send it that was not answered."""
    settle: float = 600
    """After which an order that was not answered has no effect any more; a call may take 120 s."""


@dataclass(frozen=True)
class Settings:
    """The newsletter's settings; `reply_to` and `interests` have an entry for each language."""

    name: str
    languages: tuple[str, ...]
    default: str
    audience: str
    folder: str
    category: str
    interests: Mapping[str, str]
    reply_to: Mapping[str, str]
    tracking: frozenset[str]
    root: str
    key: str = field(repr=False)
    zones: tuple[str, ...] = ZONES
    patience: Patience = Patience()

    def title(self, issue: str, lang: str) -> str:
        """Return what a campaign is called in Mailchimp, whatever becomes of its subject."""
        return f"{self.name}/{issue}/{lang}"

    def issue_of(self, title: str) -> tuple[str, str] | None:
        """Return issue and language of a campaign of ours, None for another one."""
        match title.split("/"):
            case [self.name, issue, lang] if lang in self.languages:
                return issue, lang
        return None


def read_newsletter_settings(
    newsletter: Mapping[str, Any],
    languages: Sequence[str],
    default: str,
    environment: Mapping[str, str],
) -> Settings:
    """Return the settings in `newsletter` (NEWSLETTER of pelicanconf.py) and `environment`.

    The key and the audience may be missing: `require_account` asks for them where they are needed.
    Raises SettingsError on anything that is there and wrong.
    """
    _only_known(newsletter)
    read_utm(newsletter)
    interests = _mapping(newsletter, "interests")
    senders = _mapping(newsletter, "from")
    key = environment.get("MAILCHIMP_API_KEY", "").strip()
    return Settings(
        name=_text(newsletter, "name"), languages=tuple(languages), default=default,
        audience=audience_of(newsletter, environment), folder=_text(newsletter, "folder"),
        category=_text(interests, "category"),
        interests={lang: _text(interests, lang) for lang in languages},
        reply_to={lang: _reply_to(senders, lang) for lang in languages},
        tracking=_tracking(newsletter.get("tracking", {})),
        root=_root(environment.get("MAILCHIMP_API_ROOT", "").strip(), _checked(key)), key=key,
        zones=_zones(newsletter.get("zones", ZONES)))


def require_account(settings: Settings) -> None:
    """Raise SettingsError, saying what to set, if the settings do not lead to an audience."""
    if not settings.key:
        raise SettingsError(say(
            "there is no key for Mailchimp; set MAILCHIMP_API_KEY in the environment "
            "(the emails are ready in the outbox)"))
    if not settings.audience:
        raise SettingsError(say(
            "there is no audience to write to; set MAILCHIMP_AUDIENCE_ID in the environment, or "
            "“audience” in NEWSLETTER (the emails are ready in the outbox)"))


def _only_known(newsletter: Mapping[str, Any]) -> None:
    for name in newsletter:
        if name not in KEYS:
            raise SettingsError(say(
                "NEWSLETTER has no setting “{name}”; the settings are {names}",
                name=name, names=", ".join(KEYS)))


def _mapping(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = table.get(name)
    if not isinstance(value, Mapping):
        raise SettingsError(say(
            "“{name}” in NEWSLETTER must be a table with an entry for each language", name=name))
    return value


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(say("NEWSLETTER needs a text for “{name}”", name=name))
    return value


def _reply_to(senders: Mapping[str, Any], lang: str) -> str:
    match senders.get(lang):
        case (str(name), str(address)) if name and "@" in address:
            return address
    raise SettingsError(say(
        "“from” in NEWSLETTER needs two texts for “{lang}”, the sender’s name and address: for "
        "example China Letter, then letter@firm.example", lang=lang))


def _tracking(value: object) -> frozenset[str]:
    known = isinstance(value, Mapping) and all(
        name in TRACKS and isinstance(on, bool) for name, on in value.items())
    if not known or not isinstance(value, Mapping):
        raise SettingsError(say(
            "“tracking” in NEWSLETTER may set {names} to True; all are off by themselves",
            names=", ".join(TRACKS)))
    return frozenset(name for name, on in value.items() if on)


def _zones(value: object) -> tuple[str, ...]:
    zones = value if isinstance(value, list | tuple) else ()
    if not zones or not set(zones) <= available_timezones():
        raise SettingsError(say(
            "“zones” in NEWSLETTER must list time zones, for example {zones}",
            zones=", ".join(ZONES)))
    return tuple(zones)


def audience_of(newsletter: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """Return the id of the audience that is set, "" for none; raises SettingsError for no id."""
    value = environment.get("MAILCHIMP_AUDIENCE_ID", "").strip() or newsletter.get("audience", "")
    if not isinstance(value, str) or value and not _ID.fullmatch(value):
        raise SettingsError(say(
            "“{value}” is not the id of an audience; Mailchimp shows it under Audience, Settings, "
            "as ten letters and digits", value=value))
    return value


def _checked(key: str) -> str:
    if key and not _KEY.fullmatch(key):
        # Not shown: it may be a real key with a slip in it.
        raise SettingsError(say(
            "MAILCHIMP_API_KEY is not a key of Mailchimp; it is digits and letters a to f, "
            "a hyphen and a data centre, as in 0123…cdef-us1"))
    return key


def _root(root: str, key: str) -> str:
    if not root:
        return f"https://{key.rpartition('-')[2]}.api.mailchimp.com/3.0" if key else ""
    try:
        parts = urlsplit(root)
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _LOOPBACK)
        safe = safe and bool(parts.hostname) and "@" not in parts.netloc and not parts.query
    except ValueError:
        safe = False
    if not safe:
        raise SettingsError(say(
            "MAILCHIMP_API_ROOT must begin with https://, or http:// and this machine’s own "
            "address, as in http://127.0.0.1:8800/3.0; else the key would travel unprotected"))
    return root.rstrip("/")
