"""Places to publish to: a bucket, and a folder behind an ssh, both of this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fake_bucket import FakeBucket, running

FAKE_SSH = """#!/bin/sh
# Log the call, then run the command here, as sshd does there.
echo "$@" >>"$FAKE_SSH_LOG"
calls=$(wc -l <"$FAKE_SSH_LOG")
if [ "$calls" -ge "${FAKE_SSH_FAILS_AT:-999}" ]; then
    echo "ssh: connect to host www.lettre.example port 22: Connection refused" >&2
    exit 255
fi
while [ "$1" != www.lettre.example ]; do shift; done
shift
exec sh -c "$*"
"""


SITE = {"index.html": "home", "fr/a/index.html": "a", "theme/site.css": "css"}


@pytest.fixture
def bucket() -> Iterator[FakeBucket]:
    """Serve an empty bucket."""
    with running() as fake:
        yield fake


@pytest.fixture
def ssh_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an ssh on the PATH that runs everything on this machine; return the log of its calls."""
    if not shutil.which("rsync") and not os.environ.get("CI"):
        pytest.skip("needs rsync (Debian: apt install rsync)")
    folder, log = tmp_path / "bin", tmp_path / "ssh.log"
    folder.mkdir()
    log.touch()
    (folder / "ssh").write_text(FAKE_SSH)
    (folder / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_SSH_LOG", str(log))
    return log


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Lay three files of a built site."""
    folder = tmp_path / "output"
    for path, text in SITE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder
