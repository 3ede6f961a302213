"""The files for GitHub and GitLab in `docs/` do what they say: their steps are run here."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from plugins.publish.manifest import NAME
from tests.conftest import OWN_VALUES, PROJECT

FILES = ["github-actions.yml", "gitlab-ci.yml"]
COMMANDS = ["./inv check", "./inv build --conf publishconf.py", "./inv publish"]


def steps(name: str) -> list[str]:
    """Return what a file's steps run, in the order of the file."""
    text = (PROJECT / "docs" / name).read_text("utf-8")
    if name.startswith("github"):
        found = re.findall(r"^( +)(?:- )?run: (?:\|\n((?:\1  .*\n)+)|(.+)\n)", text, re.M)
        return [re.sub(r"(?m)^ +", "", block) or line for _, block, line in found]
    return [line for block in re.findall(r"^  (?:before_)?script:\n((?:    - .+\n)+)", text, re.M)
            for line in re.findall(r"    - (.+)\n", block)]


@pytest.mark.parametrize("name", FILES)
def test_the_commands_are_those_of_everybody(name: str):
    """Check, build and publish, as the README says them."""
    assert [step for step in steps(name) if step.startswith("./inv")] == COMMANDS


def test_actions_are_pinned_and_may_only_read():
    """A commit, with its version beside it; pull requests reach no secret."""
    text = (PROJECT / "docs" / FILES[0]).read_text("utf-8")

    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)
               for line in text.splitlines() if "uses:" in line)
    assert re.findall(r"^permissions:\n(.*)\n\n", text, re.M | re.S)[0].split("\n\n")[0] == \
        "  contents: read"
    before_publish = text.partition("\n  publish:\n")[0]
    assert "secrets." not in before_publish
    assert "pull_request_target" not in text


@pytest.mark.thorough
@pytest.mark.parametrize("name", FILES)
def test_the_steps_publish_the_site_of_a_fresh_clone(name: str, tmp_path: Path, ssh_log: Path):
    """Each step in a shell of its own, as the runner does; the server is of this machine."""
    clone, www, home = (tmp_path / folder for folder in ("clone", "www", "home"))
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{PROJECT}", clone], check=True)
    content = clone / "content"
    for path in (content / "firm.toml", *(content / "forms").iterdir(),
                 *(content / "pages").iterdir()):
        text = path.read_text("utf-8")
        for sample, own in OWN_VALUES.items():
            text = text.replace(sample, own)
        path.write_text(text, encoding="utf-8")
    (clone / ".venv").symlink_to((PROJECT / ".venv").resolve())
    with (clone / "publishconf.py").open("a") as conf:
        conf.write(f'\nPUBLISH = {{"rsync": "me@www.lettre.example:{www}/"}}\n')
    www.mkdir()
    home.mkdir()
    for installs, stand_in in (("apt-get", "/bin/true"), ("sudo", "/usr/bin/env")):
        (ssh_log.parent / "bin" / installs).symlink_to(stand_in)  # what it installs is here
    (home / "key").write_text("the key\n")

    for step in steps(name):
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step], cwd=clone,
                              env=runner(home, name), capture_output=True, text=True)
        assert done.returncode == 0, step + done.stdout + done.stderr

    built = {path.relative_to(clone / "output") for path in (clone / "output").rglob("*")}
    assert {path.relative_to(www) for path in www.rglob("*")} == built | {Path(NAME)}
    assert (home / ".ssh/id_ed25519").stat().st_mode & 0o777 == 0o600
    assert (home / ".ssh/id_ed25519").read_text() == "the key\n"


def runner(home: Path, name: str) -> dict[str, str]:
    """Return the environment of a step; GitLab hands a secret over as a file."""
    key = str(home / "key") if name.startswith("gitlab") else "the key"
    kept = {name: value for name, value in os.environ.items() if name != "PRESS_FOLDER"}
    return {**kept, "HOME": str(home), "SSH_KEY": key, "SSH_KNOWN_HOSTS": key, "CI": "true"}
