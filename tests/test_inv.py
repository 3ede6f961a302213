"""Tests of the wrapper that prepares the environment and runs the commands."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shlex import quote

import pytest

pytestmark = pytest.mark.thorough

HERE = Path(__file__).parents[1]
SHELLS = [shell for shell in ("dash", "bash", "sh") if shutil.which(shell)]
TASKS = '''
import os, sys
import words

if sys.argv[1] == "fail":
    sys.exit(2)
print(os.getcwd(), *sys.argv[2:])
'''
PREPARING = ("inv\u00a0: préparation de l’environnement (.venv), une seule fois\u00a0: "
             "180\u00a0Mo, une demi-minute…\n")
UPDATING = "inv\u00a0: mise à jour de l’environnement (.venv)…\n"
BROKEN = "six==1.17.0 --hash=sha256:" + "0" * 64 + "\n"


def pinned(name):
    """Return the lines of one library in the project's requirements."""
    text = "".join((HERE / f"requirements{more}.txt").read_text() for more in ("", "-dev"))
    return re.search(rf"^{name}==(?:.*\\\n)*.*\n", text, re.MULTILINE)[0]


def lay(folder):
    """Lay a small French project into `folder`: the wrapper, a task, one library."""
    folder.mkdir(parents=True)
    shutil.copy(HERE / "inv", folder)
    (folder / "tasks.py").write_text(TASKS)
    (folder / "words.py").touch()
    (folder / "pelicanconf.py").write_text('DEFAULT_LANG = "fr"\n')
    (folder / "requirements.txt").write_text(pinned("invoke"))
    return folder


def inv(folder, *words, shell=(), cwd=None, **environment):
    """Run the wrapper in `folder`; a computer without a language by default."""
    spoken = {name: value for name, value in os.environ.items()
              if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}
    return subprocess.run([*shell, folder / "inv", *words], cwd=cwd or folder, text=True,
                          capture_output=True, env={**spoken, **environment}, check=False)


def leftovers(folder):
    """Return what a preparation has left beside the environment."""
    return sorted(path.name for path in folder.glob(".venv?*"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Return a new project, and how its first two commands ended, which were given at once."""
    folder = lay(tmp_path_factory.mktemp("inv") / "la lettre")
    with ThreadPoolExecutor(2) as pool:
        return folder, list(pool.map(lambda word: inv(folder, "say", word), ("à tous", "b")))


@pytest.fixture
def house(prepared, tmp_path):
    """Return a copy of the prepared project; `python -m` does not mind being moved."""
    shutil.copytree(prepared[0], tmp_path / "house", symlinks=True)
    return tmp_path / "house"


@pytest.fixture
def path_of(tmp_path):
    """Return a function that makes a PATH with the system's tools and only the given Pythons."""
    tools = ("sh", "cat", "cksum", "cp", "dirname", "readlink", "mkdir", "mv", "rm", "rmdir",
             "sleep", "ps", "env", "grep", "sed")

    def path(**pythons):
        folder = tmp_path / "bin"
        folder.mkdir()
        for tool in filter(shutil.which, tools):
            (folder / tool).symlink_to(shutil.which(tool))
        for name, script in pythons.items():
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
        return str(folder)
    return path


def test_the_first_commands_prepare_one_environment_and_run(prepared):
    """One says what takes so long, the other waits for it; words arrive as they were given."""
    folder, ends = prepared

    assert [end.returncode for end in ends] == [0, 0]
    assert [end.stdout for end in ends] == [f"{folder} à tous\n", f"{folder} b\n"]
    told, waited = sorted((end.stderr for end in ends), key=lambda text: "(.venv)" not in text)
    assert told == PREPARING
    assert re.fullmatch("inv\u00a0: une autre commande .processus [0-9]+. prépare "
                        "l’environnement\u202f; attente…\n", waited)
    assert leftovers(folder) == []


def test_a_command_is_compiled_once_whatever_the_environment_says(house):
    """What is compiled lies with the environment, not beside the sources."""
    inv(house, "say", "a", PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX="/nowhere")

    assert list((house / ".venv" / "compiled").rglob("words.*.pyc"))
    assert not (house / "__pycache__").exists()


def test_the_scripts_of_the_environment_run_too(prepared):
    """`.venv/bin/pelican` is a Pelican person's habit."""
    folder, _ = prepared

    result = subprocess.run([folder / ".venv" / "bin" / "invoke", "--version"], text=True,
                            capture_output=True, check=False)

    assert result.stdout.startswith("Invoke ")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_next_command_runs_at_once(house, shell):
    """Nothing is prepared twice, whichever shell reads the wrapper."""
    before = (house / ".venv/inv-stamp").stat().st_mtime_ns

    again = inv(house, "say", "x", shell=[shell])

    assert (again.returncode, again.stdout, again.stderr) == (0, f"{house} x\n", "")
    assert (house / ".venv/inv-stamp").stat().st_mtime_ns == before


def test_it_works_from_any_folder_and_through_links(house, tmp_path):
    """A link in a folder of the PATH is enough."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/inv").symlink_to("../link")
    (tmp_path / "link").symlink_to(house / "inv")

    through = inv(tmp_path / "bin", "say", "x", cwd="/", CDPATH=str(tmp_path))

    assert (through.stdout, through.stderr) == (f"{house} x\n", "")


def test_a_command_ends_with_its_own_status(house):
    """Scripts and CI can tell."""
    assert inv(house, "fail").returncode == 2


def test_settings_of_another_python_do_no_harm(house):
    """A forgotten PYTHONHOME would keep every Python from starting."""
    assert inv(house, "say", "x", PYTHONHOME="/nowhere").returncode == 0


def test_a_broken_download_leaves_the_environment_as_it_was(house):
    """What pip says comes before the sentence, and the old libraries still run."""
    (house / "requirements.txt").write_text(BROKEN)

    broken = inv(house, "say", "x")

    assert (broken.returncode, broken.stdout) == (1, "")
    assert "sha256" in broken.stderr
    assert "l’environnement n’a pas pu être préparé" in broken.stderr.splitlines()[-1]
    assert leftovers(house) == []
    (house / "requirements.txt").write_text(pinned("invoke"))
    assert inv(house, "say", "x").stderr == ""


def test_a_download_without_hashes_is_refused(house):
    """Nothing is installed that the project has not seen."""
    (house / "requirements.txt").write_text("six==1.17.0\n")

    assert inv(house, "say", "x").returncode == 1


def test_an_environment_of_another_python_is_replaced_whole(house):
    """Nothing of the old one stays, nor of one that was never finished; its sets do."""
    (house / "requirements-dev.txt").write_text(pinned("iniconfig"))
    stamp = house / ".venv/inv-stamp"
    sets = re.sub("Python .*", "Python 3.9", stamp.read_text()) + "1 2 requirements-dev.txt\n"
    stamp.write_text(sets)
    (house / ".venv/old").touch()
    (house / ".venv.new.1").mkdir()

    replaced = inv(house, "say", "x")

    assert (replaced.stdout, replaced.stderr) == (f"{house} x\n", PREPARING)
    assert list(house.glob(".venv/lib/*/site-packages/iniconfig"))
    assert not (house / ".venv/old").exists()
    assert leftovers(house) == []


@pytest.mark.parametrize(("pattern", "changed"), [("Python .*", "Python 3.9"), (r"(.|\n)*", "")])
def test_an_environment_of_another_python_is_noticed(house, path_of, pattern, changed):
    """So is one that was never finished."""
    stamp = house / ".venv/inv-stamp"
    stamp.write_text(re.sub(pattern, changed, stamp.read_text(), count=1))

    assert "il faut Python" in inv(house, "say", "x", PATH=path_of()).stderr


@pytest.mark.parametrize("former", [None, "0 1\n"])
def test_an_environment_out_of_date_is_completed(house, path_of, former):
    """What it has is not fetched again: neither Python nor a network is asked for.

    What was made with its libraries is made again. Earlier stamps named no set.
    """
    (house / "requirements.txt").write_text(pinned("invoke") + "# a comment more\n")
    stamp, made = house / ".venv/inv-stamp", house / ".venv/compiled/made"
    made.mkdir(parents=True)
    if former:
        stamp.write_text(stamp.read_text().partition("\n")[0] + "\n" + former)

    path = path_of()
    for told in (UPDATING, ""):
        done = inv(house, "say", "x", PATH=path, PIP_NO_INDEX="1")
        assert (done.stdout, done.stderr) == (f"{house} x\n", told)
    assert stamp.read_text().endswith(" requirements.txt\n")
    assert leftovers(house) == [] and not made.exists()


def test_a_larger_set_is_added_once_and_serves_the_smaller(house):
    """The tests need one; it stays through updates. A command may ask for another."""
    for name in ("dev", "bucket", "pdf", "import"):
        (house / f"requirements-{name}.txt").write_text(pinned("invoke"))

    bucket, again = (inv(house, "say", "x", PRESS_SETS="bucket") for _ in range(2))
    tests, smaller = inv(house, "test", "a"), inv(house, "say", "x", PIP_NO_INDEX="1")

    assert "de quoi publier dans un bucket" in bucket.stderr
    assert "de quoi lancer les tests" in tests.stderr and "bucket" not in tests.stderr
    assert [end.returncode for end in (bucket, again, tests, smaller)] == [0] * 4
    assert again.stderr == smaller.stderr == ""


@pytest.mark.parametrize("holder", ["", "dead"])
def test_the_lock_of_a_killed_command_is_taken_away(tmp_path, path_of, holder):
    """Nobody has to know of a lock, let alone delete it."""
    folder = lay(tmp_path / "house")
    dead = subprocess.Popen(["true"])
    dead.wait()
    (folder / ".venv.lock").mkdir()
    if holder:
        (folder / ".venv.lock/pid").write_text(f"{dead.pid}\n")

    assert "il faut Python" in inv(folder, "say", "x", PATH=path_of()).stderr
    assert leftovers(folder) == []


def test_ctrl_c_during_the_preparation_leaves_nothing(tmp_path):
    """The next command starts again from the beginning."""
    folder = lay(tmp_path / "house")
    process = subprocess.Popen([folder / "inv", "say", "x"], start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not list(folder.glob(".venv.new.*/bin/python")):
        assert process.poll() is None
        time.sleep(0.05)

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert not (folder / ".venv").exists()
    assert leftovers(folder) == []


OLD = 'case "$*" in *version_info*) exit 1 ;; esac; exit 0'
BARE = f'case "$*" in *ensurepip*) exit 1 ;; esac; exec {quote(sys.executable)} "$@"'
PACKAGE = "python{}.{}-venv".format(*sys.version_info)


@pytest.mark.parametrize(("pythons", "language", "sentence"), [
    ({}, "C.UTF-8", "inv\u00a0: il faut Python 3.11 ou plus récent\u202f; installez-le avec "
             "«\u00a0sudo apt install python3 python3-venv\u00a0» (Debian, Ubuntu) ou "
             "«\u00a0brew install python\u00a0» (macOS).\n"),
    ({"python3": OLD}, "en_US.UTF-8", "inv: Python 3.11 or newer is needed; install it with “sudo "
     "apt install python3 python3-venv” (Debian, Ubuntu) or “brew install python” (macOS).\n"),
    ({"python3": OLD, "python": BARE}, "fr_FR.UTF-8",
     "inv\u00a0: il manque à Python de quoi préparer un environnement\u202f; installez-le avec "
     f"«\u00a0sudo apt install {PACKAGE}\u00a0».\n"),
    ({"python3.12": BARE}, "de_DE.UTF-8", "inv: Python lacks what prepares an environment; "
                                          f"install it with “sudo apt install {PACKAGE}”.\n"),
])
def test_what_is_missing_is_reported_with_the_package_to_install(
        tmp_path, path_of, pythons, language, sentence):
    """One sentence, in the language of the computer, or the site's own if it names none."""
    folder = lay(tmp_path / "house")

    told = inv(folder, "say", "x", PATH=path_of(**pythons), LANG=language)

    assert (told.returncode, told.stdout, told.stderr) == (1, "", sentence)
    assert leftovers(folder) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_can_read_it(shell):
    """Only what POSIX defines is used."""
    assert subprocess.run([shell, "-n", HERE / "inv"], check=False).returncode == 0


@pytest.mark.skipif(not (shutil.which("shellcheck") or os.environ.get("CI")),
                    reason="shellcheck is not installed")
def test_shellcheck_has_nothing_to_say():
    """Quoting and portability are held by a tool."""
    checked = subprocess.run(["shellcheck", HERE / "inv"], capture_output=True, text=True,
                             check=False)

    assert checked.stdout == ""
