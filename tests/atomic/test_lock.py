"""Tests of one command at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.atomic import PublishError, lock

HOLDER = """
import sys
from pathlib import Path
from plugins.atomic import lock
with lock([Path(sys.argv[1])]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(root):
    """Run another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(root)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_build_is_told_who_is_at_work(root, holder):
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
