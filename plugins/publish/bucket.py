"""Put the site into a bucket of Amazon S3, or of a service that speaks like it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from plugins.core.files import media_type, original
from plugins.core.messages import SettingsError, say
from plugins.publish.manifest import NAME, SendError
from plugins.publish.target import BucketFolder

SECRETS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
AT_ONCE = 8
Headers = Callable[[str], Mapping[str, str]]
T = TypeVar("T")

# The checksums that newer clients add by themselves are refused by many services other than
# Amazon's (https://github.com/boto/boto3/issues/4392).
CONFIG = Config(
    signature_version="s3v4", connect_timeout=10, read_timeout=60, max_pool_connections=AT_ONCE,
    retries={"mode": "standard", "total_max_attempts": 3}, ignore_configured_endpoint_urls=True,
    request_checksum_calculation="when_required", response_checksum_validation="when_required")

DENIED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken",
          "InvalidToken", "AllAccessDisabled", "403", "401"}


class Missing(SendError):
    """There is no such object."""


class Taken(SendError):
    """Another has written since we read."""


class Unsupported(SendError):
    """The service does not know what it was asked for."""


KINDS = {"NoSuchKey": Missing, "404": Missing, "PreconditionFailed": Taken, "412": Taken,
         "ConditionalRequestConflict": Taken, "409": Taken, "NotImplemented": Unsupported,
         "501": Unsupported}
"""Codes of answers that are not failures where they are expected."""

FOR_SERVERS = ("_", "forms.json")
"""What speaks to a web server or to the receiver (`_redirects`, …); a bucket is neither."""


@dataclass
class Bucket:
    """A bucket; `etag` is the manifest as it was read, on the condition of which it is claimed.

    `headers` are those with which a web server would answer a path; a bucket keeps two of them.
    """

    destination: BucketFolder
    site: Path
    client: Any
    secrets: tuple[str, ...]
    headers: Headers
    etag: str = ""

    def takes(self, path: str) -> bool:
        """Tell whether a file of the site has a use there."""
        return useful(path)

    def read(self) -> bytes | None:
        """Return the manifest that is kept there, None if there is none."""
        try:
            answer = self._asked(self.client.get_object, NAME)
        except Missing:
            self.etag = ""
            return None
        self.etag = answer["ETag"]
        data: bytes = answer["Body"].read()
        return data

    def differing(self, paths: Sequence[str]) -> Sequence[str]:
        """Return those of the paths at which something stands there that is not the site's."""
        return [path for path, other in zip(paths, self._all(self._is_another, paths), strict=True)
                if other]

    def claim(self, manifest: bytes) -> bool:
        """Write the manifest unless another has since `read`; tell whether it is ours."""
        condition = {"IfMatch": self.etag} if self.etag else {"IfNoneMatch": "*"}
        try:
            self._put(NAME, manifest, **condition)
        except Taken:
            return False
        except Unsupported:  # a service without conditions; the mark itself must do
            self._put(NAME, manifest)
        return True

    def write(self, manifest: bytes) -> None:
        """Write the manifest."""
        self._put(NAME, manifest)

    def send(self, paths: Sequence[str]) -> None:
        """Put files in place, several at once."""
        self._all(lambda path: self._put(path, (self.site / path).read_bytes()), paths)

    def remove(self, paths: Sequence[str], folders: Sequence[Sequence[str]]) -> None:
        """Remove files; a bucket has no folders.

        One by one: to remove many at once is signed in a way that services differ in.
        """
        self._all(partial(self._asked, self.client.delete_object), paths)

    def _is_another(self, path: str) -> bool:
        try:
            answer = self._asked(self.client.head_object, path)
        except Missing:
            return False
        # What was put in one piece has its MD5 for an ETag; else one cannot tell from outside.
        own = hashlib.md5((self.site / path).read_bytes(), usedforsecurity=False).hexdigest()
        return bool(answer["ETag"].strip('"') != own)

    def _put(self, path: str, data: bytes, **condition: str) -> None:
        headers = self.headers(path)
        self._asked(self.client.put_object, path, Body=data,
                    ContentType=headers.get("Content-Type", media_type(path)),
                    CacheControl=headers.get("Cache-Control", "no-cache"), **condition)

    def _all(self, do: Callable[[str], T], paths: Sequence[str]) -> list[T]:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            return list(pool.map(do, paths))
        finally:
            pool.shutdown(cancel_futures=True)

    def _asked(self, ask: Callable[..., Any], path: str, **more: Any) -> Any:
        try:
            return ask(Bucket=self.destination.bucket, Key=self.destination.prefix + path, **more)
        except (ClientError, BotoCoreError) as error:
            # Not “from error”: its request holds the credentials.
            raise refusal(error, self.destination.shown, self.secrets) from None


def open_bucket(destination: BucketFolder, site: Path, environment: Mapping[str, str],
                headers: Headers) -> Bucket:
    """Return the bucket, with the credentials that the environment holds, and no other.

    Raises SettingsError if it holds none.
    """
    key, secret, token = (environment.get(name, "") for name in SECRETS)
    if not (key and secret):
        raise SettingsError(say("the bucket needs credentials; set AWS_ACCESS_KEY_ID and "
                                "AWS_SECRET_ACCESS_KEY in the environment"))
    try:
        client = boto3.session.Session().client(
            "s3", endpoint_url=destination.endpoint or None,
            region_name=destination.region or environment.get("AWS_REGION") or "us-east-1",
            aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token or None,
            config=CONFIG.merge(Config(s3={"addressing_style": "path"})) if destination.endpoint
            else CONFIG)
    except (BotoCoreError, ValueError) as error:
        raise SettingsError(say("“[publish]” cannot be used: {reason}", reason=error)) from None
    secrets = tuple(value for value in (key, secret, token) if value)
    return Bucket(destination, site, client, secrets, headers)


def refusal(error: ClientError | BotoCoreError, place: str, secrets: Iterable[str]) -> SendError:
    """Return the error for a person; `secrets` are taken out of what the service said."""
    if isinstance(error, BotoCoreError):
        return SendError(say(
            "{place}: the service cannot be reached ({reason}); check “endpoint”, “region” and "
            "the network, then publish again: it resumes where it stopped",
            place=place, reason=_without(secrets, str(error))))
    answer = error.response.get("Error", {})
    code = str(answer.get("Code", ""))
    reason = _without(secrets, f"{code}: {answer.get('Message', '')}".strip(": "))
    if code == "NoSuchBucket":
        return SendError(say("{place}: this bucket does not exist; create it, or correct "
                             "“[publish]”", place=place))
    if code in DENIED:
        return SendError(say(
            "{place}: the credentials are refused ({reason}); check AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete there",
            place=place, reason=reason))
    return KINDS.get(code, SendError)(say(
        "{place}: the service answers “{reason}”; publish again later: it resumes where it "
        "stopped", place=place, reason=reason))


def _without(secrets: Iterable[str], text: str) -> str:
    # Some services repeat the request, credentials and all.
    for secret in secrets:
        text = text.replace(secret, "…")
    return " ".join(text.split())


def useful(path: str) -> bool:
    """Tell whether a bucket has a use for a file.

    It does not choose between a file and its packed copy, as a web server does; the network in
    front of it packs by itself.
    """
    return not path.startswith(FOR_SERVERS) and original(path) == path
