"""What `./inv publish` sends, in which order, and when it sends nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.atomic import lock
from plugins.commands.publish import publish_site
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from plugins.core.messages import ContentError, Failure, SettingsError
from plugins.publish.bucket import useful
from plugins.publish.manifest import NAME
from tests.conftest import PROJECT, Site, new_site
from tests.publish.conftest import bucket, ssh_log  # noqa: F401
from tests.support.commands import run_command
from tests.support.fake_bucket import KEY, SECRET, FakeBucket
from tests.support.fake_bucket import NAME as BUCKET

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with an article as it is published."""
    site = prepared(new_site(tmp_path_factory.mktemp("original")), {})
    assert site.errors() == []
    return site


@pytest.fixture
def site(original: Site, tmp_path: Path) -> Site:
    """Return a copy of the site, which a command builds again where it changes."""
    return original.copied(tmp_path)


@pytest.fixture
def unbuilt(tmp_path: Path) -> Site:
    """Return the sample's site, which was never built."""
    return new_site(tmp_path)


@pytest.fixture
def www(tmp_path: Path, ssh_log: Path) -> Path:  # noqa: F811
    """Return the folder of a server, with somebody else's file in it."""
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "theirs.txt").write_text("theirs")
    return folder


def prepared(site: Site, place: object, production: bool = True) -> Site:
    """Return the site with an article, and settings that say where it goes."""
    site.article("2018-07-03-first.fr.md", "Texte.")
    site = site.own()
    return site.with_options(settings={**site.options.settings, "PRODUCTION": production,
                                       "PUBLISH": place})


def publish(site: Site, **options: bool | str) -> int:
    """Publish as the command does; return its exit status."""
    terminal = Terminal(load(PROJECT / "theme" / "locale", "en"), "en")
    return publish_site(terminal, site.options, ENVIRONMENT, **options)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, but the manifest."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*") if path.is_file() and path.name != NAME}


def test_the_server_holds_what_was_built(
        site: Site, www: Path, capsys: pytest.CaptureFixture[str]):
    """Beside what others have put there; the report says what was done, and where to look."""
    placed = prepared(site, {"rsync": f"me@www.lettre.example:{www}/"})

    assert publish(placed) == 0

    built = files(placed.options.output)
    assert files(www) == {**built, "theirs.txt": b"theirs"}
    pages = sum(path.endswith(".html") for path in built)
    said = capsys.readouterr().out
    assert f"Sent to me@www.lettre.example:{www}/: pages {pages}, files in all " in said
    assert f" files in all {len(built)} (" in said
    assert "removed: pages 0, files in all 0; unchanged 0." in said
    assert "The site is at https://durand.fr/" in said


def test_the_sample_is_not_published(unbuilt: Site, www: Path):
    """Not even by way of trial; each value is named with its place, and nothing is built."""
    placed = unbuilt.with_options(settings={
        **unbuilt.options.settings, "PRODUCTION": True,
        "PUBLISH": {"rsync": f"me@www.lettre.example:{www}/"}})

    with pytest.raises(ContentError) as refused:
        publish(placed, dry_run=True)

    assert "firm.toml:" in str(refused.value) and "Cabinet Lettre de Chine" in str(refused.value)
    assert not placed.options.output.exists() and files(www) == {"theirs.txt": b"theirs"}


def test_what_the_site_no_longer_has_is_removed_by_another_machine_too(
        site: Site, www: Path, capsys: pytest.CaptureFixture[str]):
    """The server's own list says what is ours; a fresh clone knows nothing."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    article = placed.article("2018-07-04-second.fr.md", "Texte.")
    publish(placed)
    article.unlink()
    elsewhere = placed.with_options(output=placed.options.output.with_name("elsewhere"))

    assert publish(elsewhere) == 0

    assert files(www) == {**files(elsewhere.options.output), "theirs.txt": b"theirs"}
    assert not (www / "fr/articles/second").exists()
    assert "removed: pages 1, files in all " in capsys.readouterr().out.splitlines()[-2]


def test_a_dry_run_changes_nothing_here_or_there(
        site: Site, www: Path, capsys: pytest.CaptureFixture[str]):
    """It says what would be sent, and what would be removed."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    gone = placed.article("2018-07-04-second.fr.md", "Texte.")
    publish(placed)
    gone.unlink()
    placed.article("2018-07-03-first.fr.md", "Autre texte.")
    before = (placed.files(), files(www), (www / NAME).read_bytes())
    capsys.readouterr()

    assert publish(placed, dry_run=True) == 0

    said = capsys.readouterr().out.splitlines()
    assert "would send fr/articles/first/index.html" in said
    assert "would remove fr/articles/second/index.html" in said
    assert said[-1].startswith("Nothing was done.")
    assert not [line for line in said if line.endswith((".gz", ".br"))]
    assert len(said) == len(set(said))
    assert "to remove: pages 1, files in all " in said[-1]
    assert before == (placed.files(), files(www), (www / NAME).read_bytes())


def test_files_of_others_are_named_and_stay(
        site: Site, www: Path, capsys: pytest.CaptureFixture[str]):
    """Until one option says that they may be lost; from then on they are ours."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    theirs = {"index.html": b"theirs", "robots.txt": b"theirs", "theirs.txt": b"theirs"}
    for path, data in theirs.items():
        (www / path).write_bytes(data)

    for dry_run in (True, False):
        with pytest.raises(Failure, match=r"^index\.html, robots\.txt: others .*--takeover"):
            publish(placed, dry_run=dry_run)
        assert files(www) == theirs and not (www / NAME).exists()
    capsys.readouterr()
    assert publish(placed, takeover=True) == 0

    assert "others have put it there: index.html, robots.txt." in capsys.readouterr().out
    assert files(www) == {**files(placed.options.output), "theirs.txt": b"theirs"}
    assert publish(placed) == 0


@pytest.fixture
def dated_back(site: Site, www: Path) -> Site:
    """Return a published site, one article of which is dated in the future by now."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    article = placed.article("2018-07-04-second.fr.md", "Texte.")
    publish(placed)
    article.rename(article.with_name(f"{placed.options.today + timedelta(7)}-second.fr.md"))
    return placed


def test_what_is_published_does_not_wait_for_its_day_again(dated_back: Site, www: Path):
    """A wrong date, or a wrong clock: the number of pages says that it is meant."""
    before = files(www)

    with pytest.raises(Failure, match=r"-second\.fr\.md: .* today, 20.*--remove 1"):
        publish(dated_back)
    with pytest.raises(Failure, match=r"--remove 1"):
        publish(dated_back, remove="2")
    assert files(www) == before

    assert publish(dated_back, remove="1") == 0
    assert not (www / "fr/articles/second").exists()


def test_a_site_that_has_lost_many_pages_is_not_published(site: Site, www: Path):
    """Somebody has moved a folder, perhaps."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    articles = [placed.article(f"2018-07-{day:02}-no{day}.fr.md", "Texte.")
                for day in range(4, 14)]
    publish(placed)
    before = files(www)
    for article in articles:
        article.unlink()

    with pytest.raises(Failure, match=r"removed: 10, of \d+ that .*“--remove 10”"):
        publish(placed)
    assert files(www) == before
    with pytest.raises(Failure, match=r"“--remove 10”"):
        publish(placed, remove="all")

    assert publish(placed, remove="10") == 0
    assert not (www / "fr/articles/no4").exists()


def test_what_somebody_changed_there_is_repaired_on_demand(site: Site, www: Path):
    """The list does not see it; `--everything` does not ask the list."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    publish(placed)
    (www / "index.html").write_text("hacked")

    publish(placed)
    assert (www / "index.html").read_text() == "hacked"
    publish(placed, everything=True)

    assert (www / "index.html").read_bytes() == (placed.options.output / "index.html").read_bytes()


@pytest.mark.parametrize(("text", "said"), [
    ("[x]({form}contcat)", "contcat"),
    ("[x](/theme/nothing.pdf)", "there is no page at “/theme/nothing.pdf”"),
    ("[x](/fr/archives/#nowhere)", "an anchor that its page does not have"),
])
def test_nothing_is_sent_of_a_site_with_a_fault(
        site: Site, www: Path, capsys: pytest.CaptureFixture[str], text: str, said: str):
    """Neither with an error of the build, nor with a link to nowhere."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})
    placed.article("2018-07-04-second.fr.md", text)

    assert publish(placed) == 1

    told = capsys.readouterr()
    assert said in told.err
    assert "nothing has been sent." in told.out
    assert files(www) == {"theirs.txt": b"theirs"}


def test_only_production_is_published(unbuilt: Site, www: Path):
    """A site of other settings is refused before it is built."""
    placed = prepared(unbuilt, {"rsync": f"www.lettre.example:{www}/"}, production=False)

    with pytest.raises(SettingsError, match="PRODUCTION is not True"):
        publish(placed)

    assert not placed.options.output.exists()


def test_while_the_files_go_no_other_command_changes_them(site: Site, www: Path):
    """Two publications of one folder: the second is refused and names the first."""
    placed = prepared(site, {"rsync": f"www.lettre.example:{www}/"})

    with lock([placed.options.output]), pytest.raises(Failure, match="another command"):
        publish(placed)

    assert files(www) == {"theirs.txt": b"theirs"}


def s3(fake: FakeBucket) -> dict[str, str]:
    """Return the setting that leads to the bucket of this machine."""
    return {"s3": BUCKET, "endpoint": fake.url}


def test_a_bucket_is_filled_in_order(site: Site, bucket: FakeBucket):  # noqa: F811
    """Claim, files of pages, articles, lists, home, gateway, feeds; removals, then the list."""
    placed = prepared(site, s3(bucket))
    gone = placed.article("2018-07-04-second.fr.md", "Texte.")
    publish(placed)
    sent = bucket.put()
    order = [sent.index(path) for path in (
        NAME, "theme/site.css", "fr/articles/first/index.html", "fr/archives/index.html",
        "fr/index.html", "index.html", "fr/feed.xml")]
    assert order == sorted(order)
    assert sent[-1] == NAME
    assert not {"_redirects", "forms.json"} & set(sent)

    gone.unlink()
    bucket.requests.clear()
    publish(placed)

    methods = [method for method, _ in bucket.requests]
    assert ("DELETE", "fr/articles/second/index.html") in bucket.requests
    assert methods.index("DELETE") == len(methods) - 1 - methods.count("DELETE")
    assert bucket.requests[-1] == ("PUT", NAME)
    assert {"fr/index.html", "fr/feed.xml"} < set(bucket.put())


def test_no_secret_is_ever_shown(
        site: Site, bucket: FakeBucket, capfd: pytest.CaptureFixture[str]):  # noqa: F811
    """Neither in the report nor in what a refusal says."""
    placed = prepared(site, s3(bucket))
    publish(placed)
    bucket.fault = lambda method, key: "AccessDenied" if method == "PUT" else ""
    placed.article("2018-07-04-second.fr.md", "Texte.")

    with pytest.raises(Failure) as refusal:
        publish(placed)

    told = "".join(capfd.readouterr()) + str(refusal.value)
    assert "the credentials are refused" in told
    assert KEY not in told and SECRET not in told


@pytest.fixture
def settings(site: Site, bucket: FakeBucket, tmp_path: Path) -> Iterator[list[str]]:  # noqa: F811
    """Return the words of the command as a person types it, with settings of its own."""
    site.own().article("2018-07-03-first.fr.md", "Texte.")
    conf, options = tmp_path / "publishconf.py", site.options
    conf.write_text(f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n"
                    "from pelicanconf import *\nPRODUCTION = True\n"
                    f"THEME = {str(PROJECT / 'theme')!r}\nPUBLISH = {s3(bucket)!r}\n"
                    "SITEURL = 'https://durand.fr'\n")
    yield ["publish", "--conf", str(conf), "--messages", "en",
           "--content", str(options.content), "--output", str(options.output),
           "--outbox", str(options.outbox), "--var", str(options.var)]


def run(words: list[str]) -> subprocess.Popen:
    """Start the command."""
    return subprocess.Popen([sys.executable, "-m", "invoke", *words], cwd=PROJECT, text=True,
                            env={**os.environ, **ENVIRONMENT}, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)


@pytest.mark.thorough
@pytest.mark.parametrize("ending", [
    signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_publication_is_completed_by_the_next(
        site: Site, settings: list[str], bucket: FakeBucket,  # noqa: F811
        ending: signal.Signals):
    """Killed by force, by the end of a CI job or by Ctrl-C, with half the pages sent."""
    started: list[subprocess.Popen] = []

    def kill(method: str, key: str) -> str:
        if (method, key) == ("PUT", "fr/index.html") and started:
            started.pop().send_signal(ending)
        return ""

    bucket.fault = kill
    started.append(first := run(settings))
    assert first.communicate()[0] is not None
    assert first.returncode != 0
    assert NAME in bucket.objects

    second = run(settings)

    assert "Sent to s3://letters/" in second.communicate()[0]
    assert second.returncode == 0
    assert {key: kept.data for key, kept in bucket.objects.items() if key != NAME} == {
        path: data for path, data in files(site.options.output).items() if useful(path)}


@pytest.mark.parametrize(("setting", "said"), [
    ("PUBLISH = {}", "nothing says where the site goes"),
    ("PUBLISH = {'s3': 'no-such', 'endpoint': PUBLISH['endpoint']}", "this bucket does not exist"),
    ("PUBLISH = {'rsync': '/no/such/folder/'}", "this folder does not exist"),
])
def test_what_cannot_be_done_is_a_sentence(settings: list[str], setting: str, said: str):
    """With status 1, and no traceback."""
    conf = Path(settings[settings.index("--conf") + 1])
    conf.write_text(f"{conf.read_text()}{setting}\n")

    ended = run_command(*settings, environment={**os.environ, **ENVIRONMENT})

    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 1
