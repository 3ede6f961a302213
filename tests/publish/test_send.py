"""The site is sent whole, in order, by one at a time, and an interrupted sending is completed."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from plugins.publish.manifest import NAME, Manifest, Mark, SendError, own_mark, packed, unpacked
from plugins.publish.send import (
    carry_out,
    empty_folders,
    loses_much,
    others_files,
    plan_transfer,
    read_manifest,
)


@dataclass
class Shelf:
    """A target of three dictionaries, which breaks after as many calls as it is told."""

    site: Mapping[str, str]
    files: dict[str, str] = field(default_factory=dict)
    kept: bytes | None = None
    calls: list[str] = field(default_factory=list)
    breaks_at: int = 999
    broken: Callable[[], BaseException] = lambda: SendError(own_sentence())

    def takes(self, path: str) -> bool:
        return True

    def read(self) -> bytes | None:
        return self.kept

    def differing(self, paths: Sequence[str]) -> Sequence[str]:
        return [path for path in paths if self.files.get(path, self.site[path]) != self.site[path]]

    def claim(self, manifest: bytes) -> bool:
        self.kept = manifest
        return True

    def write(self, manifest: bytes) -> None:
        self.kept = manifest

    def send(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._call(path)
            self.files[path] = self.site[path]

    def remove(self, paths: Sequence[str], folders: Sequence[Sequence[str]]) -> None:
        for path in paths:
            self._call(f"-{path}")
            self.files.pop(path, None)

    def _call(self, what: str) -> None:
        self.calls.append(what)
        if len(self.calls) == self.breaks_at:
            raise self.broken()


def own_sentence():
    """Return the error of a broken network."""
    from plugins.core.messages import say
    return say("the network is gone")


def publish(shelf: Shelf, takeover: bool = False) -> None:
    """Publish all that the shelf's site holds."""
    ours = {path: sha256(text.encode()).hexdigest() for path, text in shelf.site.items()}
    there = read_manifest(shelf, takeover)
    transfer = plan_transfer(ours, there.files, [])
    carry_out(shelf, transfer, ours, there, own_mark(), lambda step: None)


OLD = {"index.html": "old", "a/index.html": "a", "gone.html": "x", "site.css": "1"}
NEW = {"index.html": "new", "a/index.html": "a", "b/index.html": "b", "site.css": "2"}


def published(site: Mapping[str, str]) -> Shelf:
    """Return a shelf that holds a site and somebody else's file."""
    shelf = Shelf(site, {"theirs": "t"})
    publish(shelf)
    shelf.calls.clear()
    return shelf


def test_only_what_differs_is_sent_and_deletions_come_last():
    """Styles, the new page, the page that links to it, then the removal; others' files stay."""
    shelf = published(OLD)
    shelf.site = NEW

    publish(shelf)

    assert shelf.calls == ["site.css", "b/index.html", "index.html", "-gone.html"]
    assert shelf.files == {**NEW, "theirs": "t"}


def test_nothing_new_is_nothing_to_do():
    """Not even the manifest is written."""
    shelf = published(OLD)
    before, shelf.write = shelf.kept, None  # type: ignore[method-assign]

    publish(shelf)

    assert (shelf.calls, shelf.kept) == ([], before)


@pytest.mark.parametrize("call", [1, 2, 3, 4])
@pytest.mark.parametrize("broken", [lambda: SendError(own_sentence()), KeyboardInterrupt])
def test_an_interrupted_publication_is_completed_by_the_next(
        call: int, broken: Callable[[], BaseException]):
    """Wherever the network broke or somebody pressed Ctrl-C; from another machine, too."""
    shelf = published(OLD)
    shelf.site, shelf.breaks_at, shelf.broken = NEW, call, broken
    with pytest.raises(BaseException, match="network|^$"):
        publish(shelf)
    assert unpacked(shelf.kept).mark is None

    shelf.breaks_at = 999
    publish(shelf)

    assert shelf.files == {**NEW, "theirs": "t"}


def test_what_an_interrupted_publication_had_sent_is_removed_when_the_site_lacks_it():
    """The names are noted before the first file goes."""
    shelf = published(OLD)
    shelf.site, shelf.breaks_at = NEW, 3
    with pytest.raises(SendError):
        publish(shelf)
    assert "b/index.html" in shelf.files

    shelf.site, shelf.breaks_at = OLD, 999
    publish(shelf)

    assert shelf.files == {**OLD, "theirs": "t"}


def dead_process() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(("mark", "refused"), [
    (Mark("x", "elsewhere", 1, datetime.now(UTC).isoformat()), True),
    (Mark("x", "elsewhere", 1, (datetime.now(UTC) - timedelta(hours=1)).isoformat()), False),
    (Mark("x", platform.node(), os.getppid(), datetime.now(UTC).isoformat()), True),
    (Mark("x", platform.node(), dead_process(), datetime.now(UTC).isoformat()), False),
])
def test_a_second_publication_waits_for_the_first(mark: Mark, refused: bool):
    """That of a killed process, or of a machine silent for long, no longer counts."""
    shelf = published(OLD)
    shelf.site, shelf.kept = NEW, packed(replace(unpacked(shelf.kept), mark=mark))

    if refused:
        with pytest.raises(SendError, match=f"process {mark.process} on {mark.host}.*takeover"):
            publish(shelf)
        assert shelf.calls == []
    publish(shelf, takeover=refused)

    assert shelf.files == {**NEW, "theirs": "t"}


def test_who_comes_second_between_look_and_claim_sends_nothing():
    """The first has written its mark meanwhile."""
    shelf = published(OLD)
    shelf.site = NEW
    shelf.claim = lambda manifest: False  # type: ignore[method-assign]
    shelf.kept = packed(unpacked(shelf.kept))

    with pytest.raises(SendError, match="another publication"):
        publish(shelf)

    assert shelf.calls == []


@pytest.mark.parametrize("kept", [
    b"", b"[]", b'{"files": 1, "mark": null}', b'{"files": {"../x": ""}, "mark": null}',
    b'{"files": {"/etc/passwd": ""}, "mark": null}', b'{"files": {}, "mark": {"host": "x"}}',
    b'{"files": {}, "mark": {"id": "x", "host": "x", "process": 1, "since": "yesterday"}}',
    b'{"files": {}, "mark": {"id": "x", "host": "x", "process": "1", "since": "2024-01-01T00Z"}}',
    b'{"files": {}, "mark": {"id": "x", "host": "x", "process": 1, "since": "2024-01-01"}}',
    b"[" * 100_000])
def test_a_damaged_manifest_is_reported(kept: bytes):
    """What it names might be anywhere: nothing is removed on its word."""
    with pytest.raises(SendError, match=f"{NAME} on the server is damaged"):
        unpacked(kept)


def test_a_manifest_comes_back_as_it_was_written():
    """Its files in one order, so that two equal sites have equal ones."""
    manifest = Manifest({"b": "2", "a": "1"}, own_mark())

    assert unpacked(packed(manifest)) == manifest
    assert list(json.loads(packed(manifest))["files"]) == ["a", "b"]
    assert asdict(unpacked(None)) == {"files": {}, "mark": None}


LEAVES = ["fr/articles/"]


def order(*paths: str, there: tuple[str, ...] = ()) -> list[str]:
    """Return the paths in the order in which they are sent; `there` have other contents there."""
    ours, theirs = dict.fromkeys(paths, "new"), dict.fromkeys(there, "old")
    return list(plan_transfer(ours, theirs, LEAVES).sent)


def test_a_page_goes_before_the_pages_that_link_to_it():
    """Files of pages first, then articles, lists, home and gateway, then feeds and sitemap."""
    assert order("sitemap.xml", "index.html", "fr/index.html", "fr/feed.xml", "theme/site.css",
                 "fr/archives/index.html", "fr/articles/a/index.html", "_redirects", "robots.txt",
                 "fr/rubriques/b/index.html", "images/a.png") == [
        "images/a.png", "theme/site.css", "fr/articles/a/index.html", "fr/rubriques/b/index.html",
        "fr/archives/index.html", "fr/index.html", "index.html", "_redirects", "fr/feed.xml",
        "robots.txt", "sitemap.xml"]


def test_a_new_page_goes_before_a_changed_one():
    """A changed article may link to a list that is new, or to any other page that is."""
    assert order("fr/articles/old/index.html", "fr/mots-cles/new/index.html",
                 there=("fr/articles/old/index.html",)) == [
        "fr/mots-cles/new/index.html", "fr/articles/old/index.html"]


def test_a_file_goes_before_the_changed_one_that_names_it():
    """A search index lists files whose names change with their content."""
    assert order("pagefind/entry.json", "pagefind/fr_1a2b3c4.pf_meta",
                 there=("pagefind/entry.json",)) == [
        "pagefind/fr_1a2b3c4.pf_meta", "pagefind/entry.json"]


def test_a_packed_copy_goes_with_its_file():
    """A web server would send the old copy in place of the new page."""
    ours = dict.fromkeys(["index.html", "index.html.gz", "index.html.br"], "a")
    plan = plan_transfer(ours, {}, [])

    assert plan.batches == (("index.html", "index.html.br", "index.html.gz"),)


def test_what_is_the_same_stays_and_what_is_gone_is_removed():
    """Only what the last publications have listed is ever removed."""
    plan = plan_transfer({"a": "1", "b": "2"}, {"a": "1", "b": "", "c": "3"}, [])

    assert (plan.sent, plan.remove, plan.unchanged) == (("b",), ("c",), 1)


def test_folders_that_removals_empty_are_known_deepest_first():
    """A folder that still holds one of our files is not among them."""
    assert empty_folders(["fr/a/b/x", "fr/c/y", "z"], ["fr/a/k"]) == [["fr/a/b"], ["fr/c"]]


def test_what_others_have_put_there_is_known_before_anything_is_sent():
    """Not what is the same, nor what a publication of ours has put there."""
    shelf = Shelf({"index.html": "ours", "robots.txt": "same", "fr/index.html": "new"},
                  {"index.html": "theirs", "robots.txt": "same", "fr/index.html": "old"})

    assert others_files(shelf, shelf.site, Manifest()) == ["fr/index.html", "index.html"]
    assert others_files(shelf, shelf.site, Manifest({"fr/index.html": "x"})) == ["index.html"]
    assert others_files(shelf, shelf.site, Manifest(dict.fromkeys(shelf.site, "x"))) == []


@pytest.mark.parametrize(("pages", "gone", "much"), [
    (20, 2, False), (20, 3, True), (19, 19, False), (100, 10, False), (100, 11, True),
    (100, 0, False)])
def test_more_than_a_tenth_of_the_pages_is_much(pages: int, gone: int, much: bool):
    """Of twenty and more; files that are no pages do not count."""
    there = {f"fr/{number}/index.html": "x" for number in range(pages)}
    files = {f"images/{number}.avif": "x" for number in range(300)}
    ours = dict(list(there.items())[gone:])

    transfer = plan_transfer(ours, there | files, [])

    assert len(transfer.lost) == gone
    assert loses_much(transfer, Manifest(there | files)) is much
