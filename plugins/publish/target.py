"""Read from the settings where the site is published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from plugins.core.messages import SettingsError, say

SSH_PLACE = re.compile(r"(?!-)[\w.+-]+(?:@[\w.\[\]:-]+?)?:(?!:|//)\S.*|/.*")
"""`user@host:/folder/`, `host:/folder/` or a folder of this machine, as rsync writes them."""


@dataclass(frozen=True)
class RsyncFolder:
    """A folder of a server, reached by ssh."""

    folder: str
    port: int = 0
    ssh: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The place as sentences name it."""
        return self.folder


@dataclass(frozen=True)
class BucketFolder:
    """A bucket of Amazon S3 or of a service that speaks like it."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""

    @property
    def shown(self) -> str:
        """The place as sentences name it."""
        return f"s3://{self.bucket}/{self.prefix}" + (f" ({self.endpoint})" if self.endpoint
                                                      else "")


Destination = RsyncFolder | BucketFolder

KEYS: dict[str, dict[str, type]] = {
    "rsync": {"rsync": str, "port": int, "ssh": list},
    "s3": {"s3": str, "prefix": str, "endpoint": str, "region": str},
}


def read_destination(declared: object) -> Destination:
    """Return where the table `publish` of firm.toml leads, or the setting PUBLISH.

    Raises SettingsError if it is missing or wrong.
    """
    if not isinstance(declared, Mapping) or len(declared.keys() & KEYS.keys()) != 1:
        raise SettingsError(say(
            "nothing says where the site goes; in firm.toml of the content folder, write below "
            "“[publish]”, for instance, {rsync}, or {bucket}",
            rsync='rsync = "user@host:/var/www/lettre/"', bucket='s3 = "bucket"'), "publish")
    kind = "rsync" if "rsync" in declared else "s3"
    _refuse_unknown(declared, KEYS[kind])
    return _rsync(declared) if kind == "rsync" else _bucket(declared)


def _refuse_unknown(declared: Mapping[str, object], known: Mapping[str, type]) -> None:
    for name, value in declared.items():
        if name not in known:
            raise SettingsError(say("“[publish]” has no “{name}”; its keys here are {keys}",
                                    name=name, keys=", ".join(known)), f"publish.{name}")
        if not isinstance(value, known[name]) or isinstance(value, bool):
            raise _wrong_value(name, value, known[name])


def _wrong_value(name: str, value: object, kind: type) -> SettingsError:
    kinds = {str: say("a text"), int: say("a number"), list: say("a list of texts")}
    return SettingsError(say("“[publish]”: “{name}” is {value}; it must be {kind}", name=name,
                             value=value, kind=kinds[kind]), f"publish.{name}")


def _rsync(declared: Mapping[str, Any]) -> RsyncFolder:
    folder, port = declared["rsync"], declared.get("port", 0)
    if not SSH_PLACE.fullmatch(folder):
        raise SettingsError(say("“[publish]”: rsync cannot send to “{value}”; write it like "
                                "user@host:/var/www/lettre/", value=folder), "publish.rsync")
    if not 0 <= port < 1 << 16:
        raise _wrong_value("port", port, int)
    return RsyncFolder(folder.rstrip("/") + "/", port, tuple(map(str, declared.get("ssh", ()))))


def _bucket(declared: Mapping[str, str]) -> BucketFolder:
    given = {name: declared.get(name, "").strip() for name in KEYS["s3"]}
    if given["endpoint"] and not _is_service(given["endpoint"]):
        raise SettingsError(say("“[publish]”: “endpoint” must be the service’s address, like "
                                "https://s3.fr-par.scw.cloud, without a password"),
                            "publish.endpoint")
    if not given["s3"]:
        raise SettingsError(say("“[publish]”: “{name}” is empty; name the bucket", name="s3"),
                            "publish.s3")
    prefix = given["prefix"].strip("/")
    return BucketFolder(given["s3"], prefix and f"{prefix}/", given["endpoint"], given["region"])


def _is_service(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # no such host
        return False
    return parts.scheme in ("http", "https") and not parts.username and bool(parts.hostname)
