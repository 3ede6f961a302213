"""A bucket is filled object by object, and says no secret when it refuses."""

from pathlib import Path

import pytest

from plugins.core.messages import Failure, SettingsError
from plugins.publish.bucket import Bucket, open_bucket, useful
from plugins.publish.manifest import NAME, SendError
from plugins.publish.target import BucketFolder
from tests.support.fake_bucket import KEY, SECRET, FakeBucket
from tests.support.fake_bucket import NAME as BUCKET

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}


def opened(fake: FakeBucket, site: Path, name: str = BUCKET, **environment: str) -> Bucket:
    """Return the target that leads to the bucket of this machine."""
    return open_bucket(BucketFolder(name, "letter/", fake.url), site,
                       {**ENVIRONMENT, **environment}, headers)


def headers(path: str) -> dict[str, str]:
    """Return what a web server of the site would say of a path."""
    return {"Cache-Control": "public, max-age=0"} | (
        {"Content-Type": "application/atom+xml"} if path.endswith("feed.xml") else {})


def test_an_object_has_type_encoding_and_age(bucket: FakeBucket, site: Path):
    """A bucket serves the type that it is given with the object."""
    (site / "feed.xml").write_text("<feed/>")
    opened(bucket, site).send(["index.html", "theme/site.css", "feed.xml"])

    page, style, feed = (bucket.objects[f"letter/{path}"]
                         for path in ("index.html", "theme/site.css", "feed.xml"))
    assert (page.data, page.type) == (b"home", "text/html; charset=utf-8")
    assert page.cache == "public, max-age=0"
    assert style.type == "text/css; charset=utf-8"
    assert feed.type == "application/atom+xml"


def test_objects_are_removed_by_name(bucket: FakeBucket, site: Path):
    """What is not there is removed already."""
    target = opened(bucket, site)
    target.send(["index.html", "theme/site.css"])

    target.remove(["index.html", "never"], [["theme"]])

    assert list(bucket.objects) == ["letter/theme/site.css"]


@pytest.mark.parametrize("conditions", [True, False])
def test_the_manifest_is_kept_beside_the_site(bucket: FakeBucket, site: Path, conditions: bool):
    """On a service that knows no conditional requests, too."""
    bucket.conditions = conditions
    target = opened(bucket, site)
    assert target.read() is None

    assert target.claim(b"{}")

    assert (target.read(), bucket.objects[f"letter/{NAME}"].data) == (b"{}", b"{}")


@pytest.mark.parametrize("known", [None, b"old"])
def test_of_two_at_once_one_has_the_manifest(
        bucket: FakeBucket, site: Path, known: bytes | None):
    """Both have read the same; the second one to write is refused."""
    one, other = opened(bucket, site), opened(bucket, site)
    if known:
        one.write(known)
    assert one.read() == other.read() == known

    assert one.claim(b"one")
    assert not other.claim(b"other")
    assert bucket.objects[f"letter/{NAME}"].data == b"one"


@pytest.mark.parametrize(("code", "said"), [
    ("AccessDenied", "the credentials are refused"), ("InternalError", "publish again later"),
    ("SlowDown", "publish again later")])
def test_a_refusal_is_a_sentence_without_a_secret(
        bucket: FakeBucket, site: Path, code: str, said: str):
    """Even from a service that repeats what it was sent."""
    bucket.fault = lambda method, key: code if method == "PUT" else ""

    with pytest.raises(SendError, match=said) as refusal:
        opened(bucket, site).send(["index.html"])

    assert code in str(refusal.value)
    assert not {KEY, SECRET} & set(str(refusal.value).replace(".", " ").split())


def test_a_fault_that_passes_is_not_reported(bucket: FakeBucket, site: Path):
    """The client asks again."""
    bucket.fault = lambda method, key: "SlowDown" if len(bucket.requests) == 1 else ""

    opened(bucket, site).send(["index.html"])

    assert bucket.put() == ["letter/index.html"] * 2


@pytest.mark.parametrize(("name", "environment", "said"), [
    ("no-such", {}, "this bucket does not exist"),
    (BUCKET, {"AWS_ACCESS_KEY_ID": "AKIAWRONG"}, "the credentials are refused"),
])
def test_a_bucket_that_is_not_ours_is_reported(
        bucket: FakeBucket, site: Path, name: str, environment: dict[str, str], said: str):
    """Before anything is sent."""
    with pytest.raises(SendError, match=said):
        opened(bucket, site, name, **environment).read()


def test_a_service_that_is_away_is_reported(site: Path):
    """With what to check."""
    target = open_bucket(BucketFolder(BUCKET, "", "http://127.0.0.1:9"), site, ENVIRONMENT, headers)

    with pytest.raises(SendError, match="cannot be reached"):
        target.read()


@pytest.mark.parametrize("missing", ENVIRONMENT)
def test_credentials_come_from_the_environment_alone(
        site: Path, monkeypatch: pytest.MonkeyPatch, missing: str):
    """Not from the files of other programs of this person's."""
    with pytest.raises(SettingsError, match=f"set .*{missing}"):
        open_bucket(BucketFolder(BUCKET), site, {**ENVIRONMENT, missing: ""}, headers)


@pytest.mark.parametrize("place", [
    BucketFolder("not a bucket!"), BucketFolder(BUCKET, region="no!")])
def test_what_cannot_be_a_bucket_is_reported(site: Path, place: BucketFolder):
    """In a sentence, wherever it is noticed."""
    with pytest.raises(Failure, match="not a bucket!|no!"):
        open_bucket(place, site, ENVIRONMENT, headers).read()


@pytest.mark.parametrize(("path", "taken"), [
    ("index.html", True), ("index.html.gz", False), ("site.css.br", False), ("_headers", False),
    ("_redirects", False), ("_nginx/site.conf", False), ("forms.json", False),
    (".well-known/security.txt", True)])
def test_a_bucket_takes_what_it_can_serve(path: str, taken: bool):
    """It does not choose between a file and its packed copy."""
    assert useful(path) is taken


def test_what_others_have_put_there_is_told(bucket: FakeBucket, site: Path):
    """What is the same is not, nor what is missing."""
    target = opened(bucket, site)
    target.send(["index.html", "theme/site.css"])
    (site / "index.html").write_text("another home")

    assert target.differing(["index.html", "theme/site.css", "fr/a/index.html"]) == ["index.html"]
