"""A commit is whole, whatever happens in the middle, and one command publishes at a time."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugins.atomic import PublishError, begin, commit, lock, published, recover, write

OLD = {"index.html": b"old", "fr/index.html": b"old", "fr/gone/index.html": b"old",
       "fr/same.css": b"same", "tag": b"old", "folder/index.html": b"old"}

NEW = {"index.html": b"new", "fr/index.html": b"new", "fr/fresh/index.html": b"new",
       "fr/same.css": b"same", "tag/index.html": b"new", "folder": b"new"}

LETTERS_OLD = {"2018-07/fr/email.html": b"old"}

LETTERS_NEW = {"2018-07/fr/email.html": b"new", "2018-07/en/email.html": b"new"}

OTHER_DISK = Path("/dev/shm")

PUBLISHER = """
import itertools, sys
from pathlib import Path
from plugins.atomic import begin, commit, lock, recover, write
root = Path(sys.argv[1])
for number in itertools.count(int(sys.argv[2])):
    with lock([root]):
        recover([root])
        staging = begin(root)
        pages = [f"{name}/index.html" for name in range(20 + number % 7)]
        commit([(staging, {write(staging, page, b"%d" % number) for page in pages})])
        print(number, flush=True)
"""

HOLDER = """
import sys
from pathlib import Path
from plugins.atomic import lock
with lock([Path(sys.argv[1])]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def outbox(root):
    """Return where emails are published."""
    return root.parent / "outbox"


def test_a_commit_makes_the_folder_equal_to_the_build(root, publish, tree):
    """Files are replaced, made and removed, folders become files and files folders."""
    publish({root: OLD})

    publish({root: NEW})

    assert tree(root) == NEW
    assert published(root) == NEW.keys()
    assert not (root / "fr/gone").exists()
    assert {path.name for path in root.parent.iterdir()} == {"output", ".output.press"}


def test_a_build_equal_to_the_site_touches_nothing(root, publish):
    """Not even the time of a file's last change moves: only our own notes say who was there."""
    publish({root: OLD})
    before = {path: path.stat().st_mtime_ns for path in root.parent.rglob("*") if path.is_file()}

    publish({root: OLD})

    after = {path: path.stat().st_mtime_ns for path in before}
    assert {path for path in before if before[path] != after[path]} <= {
        root.parent / ".output.press/lock", root.parent / ".output.press/manifest.json"}


@pytest.mark.thorough
def test_killed_before_any_step_a_commit_is_whole_after_the_next_command(
        root, outbox, publish, tree, die_at):
    """Site and outbox are both old or both new, whichever step of the commit never happened."""
    seen = set()
    for step in range(1000):
        publish({root: OLD, outbox: LETTERS_OLD})
        if not die_at(step, lambda: publish({root: NEW, outbox: LETTERS_NEW})):
            break

        with lock([root, outbox]):
            recover([root, outbox])

        assert (tree(root), tree(outbox)) in ((OLD, LETTERS_OLD), (NEW, LETTERS_NEW))
        seen.add(tree(root)["index.html"])
        assert published(root) == tree(root).keys()
        assert not list(root.parent.glob(".*.press/journal.json"))
    assert seen == {b"old", b"new"}
    assert step > 40


@pytest.mark.thorough
def test_a_recovery_killed_in_its_turn_is_completed_by_the_next(
        tmp_path, publish, tree, die_at, interrupt):
    """Completing a commit may itself be interrupted before any step."""
    first, roots = tmp_path / "first", [tmp_path / "again/output", tmp_path / "again/outbox"]
    publish({first / "output": OLD, first / "outbox": LETTERS_OLD})
    interrupt({first / "output": NEW, first / "outbox": LETTERS_NEW})

    def recovery():
        with lock(roots):
            recover(roots)

    for step in range(1000):
        shutil.rmtree(tmp_path / "again", ignore_errors=True)
        shutil.copytree(first, tmp_path / "again")
        killed = die_at(step, recovery)

        recovery()

        assert [tree(root) for root in roots] == [NEW, LETTERS_NEW]
        if not killed:
            break
    assert step > 10


def test_a_real_publisher_killed_at_random_leaves_one_build(root, tree):
    """Again and again, kill -9 leaves the pages of a single build after recovery."""
    chance, number = random.Random(2018), 0
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", PUBLISHER, str(root), str(number)],
                                   stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.communicate()

        with lock([root]):
            recover([root])

        builds = set(tree(root).values())
        assert len(builds) == 1
        number = int(builds.pop())
        assert tree(root).keys() == {f"{name}/index.html" for name in range(20 + number % 7)}
        assert published(root) == tree(root).keys()


def test_recovery_of_one_folder_completes_the_other_too(root, outbox, publish, tree, interrupt):
    """A command that only reads the outbox must not see it ahead of the site."""
    publish({root: OLD, outbox: LETTERS_OLD})
    interrupt({root: NEW, outbox: LETTERS_NEW})

    with lock([outbox]):
        assert recover([outbox])

    assert (tree(root), tree(outbox)) == (NEW, LETTERS_NEW)


def test_recovery_without_a_crash_does_nothing(root, publish, tree):
    """Every command may call it, as often as it likes."""
    publish({root: OLD})

    with lock([root]):
        assert [recover([root]), recover([root])] == [False, False]

    assert tree(root) == OLD


def test_an_interrupted_commit_survives_a_move_of_the_project(
        tmp_path, publish, tree, interrupt):
    """The journal names its folders relative to its own place."""
    project = tmp_path / "project"
    site, emails = project / "output", project / "outbox"
    publish({site: OLD, emails: LETTERS_OLD})
    interrupt({site: NEW, emails: LETTERS_NEW})

    moved = project.rename(tmp_path / "moved")
    with lock([moved / "output", moved / "outbox"]):
        recover([moved / "output", moved / "outbox"])

    assert tree(moved / "output") == NEW
    assert tree(moved / "outbox") == LETTERS_NEW


def test_a_promised_file_that_was_never_written_stops_the_commit(root, publish, tree):
    """A page taken for unchanged, deleted by hand in the meantime, is missed in time."""
    publish({root: OLD})
    staging = begin(root)

    with pytest.raises(PublishError, match="missing.html"):
        commit([(staging, {"missing.html", write(staging, "index.html", b"new")})])

    assert tree(root) == OLD


@pytest.mark.parametrize("build", [
    {"fr/Tag/index.html": b"1", "fr/tag/index.html": b"2"},
    {"fr/Tag/a.html": b"1", "fr/tag/b.html": b"2"},
    {"caf\u00e9.html": b"1", "cafe\u0301.html": b"2"},
])
def test_addresses_that_macos_takes_for_one_are_refused_everywhere(root, publish, build):
    """A site built on Linux is the same site on a disk that ignores case."""
    with pytest.raises(PublishError, match="same place"):
        publish({root: build})

    assert not root.exists()


def test_a_new_spelling_replaces_the_old_one(root, publish, tree):
    """Where case counts, the file under the old spelling is removed."""
    publish({root: {"Tag/index.html": b"1"}})

    publish({root: {"tag/index.html": b"2"}})

    assert tree(root) == {"tag/index.html": b"2"}


def test_a_disk_that_refuses_while_staging_leaves_the_old_site(root, publish, tree):
    """The sentence says so, and there is no traceback."""
    publish({root: OLD})

    with _no_file_above(1000), pytest.raises(PublishError, match="cannot be written"):
        publish({root: {**NEW, "index.html": b"new" * 1000}})

    assert tree(root) == OLD


@pytest.fixture
def other_disk(root):
    """Put what the program keeps about `root` on another file system."""
    folder = OTHER_DISK / f"press-{time.time_ns()}"
    folder.mkdir()
    (root.parent / ".output.press").symlink_to(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="only Linux has a second disk at hand")
def test_a_build_staged_on_another_disk_is_copied(root, publish, tree, other_disk):
    """`os.replace` cannot cross file systems; the result is the same."""
    publish({root: OLD})
    publish({root: NEW})

    assert tree(root) == NEW
    assert root.stat().st_dev != other_disk.stat().st_dev


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="only Linux has a second disk at hand")
def test_a_disk_that_refuses_in_the_middle_is_completed_later(root, publish, tree, other_disk):
    """Once there is room again, the next command goes on where the disk was full."""
    publish({root: OLD})
    large = {**NEW, "index.html": b"new" * 5000}
    with lock([root]):
        staging = begin(root)
        pages = {write(staging, path, data) for path, data in large.items()}
        with _no_file_above(8000), pytest.raises(PublishError, match="cannot be written"):
            commit([(staging, pages)])

    with lock([root]):
        assert recover([root])

    assert tree(root) == large


class _no_file_above:  # noqa: N801
    """Let the system refuse longer files, as a full disk does."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __enter__(self) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.before[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@pytest.fixture
def holder(root):
    """Run another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(root)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_build_learns_who_is_at_work(root, holder):
    """The sentence names the process, so that one can wait for it or end it."""
    with pytest.raises(PublishError, match=f"process {holder.pid} on"), lock([root]):
        pass


def test_a_killed_build_does_not_block_the_next(root, holder):
    """The file of a dead process is stale by itself."""
    holder.kill()
    holder.communicate()

    with lock([root]):
        assert (root.parent / ".output.press/lock").read_text().split()[0] == str(os.getpid())


def test_folders_of_different_sites_do_not_wait_for_each_other(root, holder):
    """A trial build elsewhere goes on."""
    with lock([root.with_name("trial"), root.with_name("trial-outbox")]):
        pass


def test_the_lock_is_given_back_even_to_a_child_that_lives_on(root):
    """A helper forked during the build, still alive, keeps nobody out afterwards."""
    with lock([root]):
        child = os.fork()
        if child == 0:
            os.read(os.pipe()[0], 1)

    with lock([root]):
        pass

    os.kill(child, 9)
    os.waitpid(child, 0)


def test_one_folder_under_two_names_is_locked_once(root, tmp_path, holder):
    """A link to the folder is the folder."""
    root.mkdir()
    (tmp_path / "link").symlink_to(root)

    with pytest.raises(PublishError), lock([tmp_path / "link"]):
        pass
