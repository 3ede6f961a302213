"""Run the tests of the project: all, some, or those of what has changed."""

import ast
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path, PurePath

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, say
from plugins.core.project import Options, caller_folder

USUAL, THOROUGH = ("-m", "not thorough"), ("-m", "thorough")
WORKERS = ("-n", str((os.cpu_count() or 1) + 2), "--dist", "loadfile", "--no-loadscope-reorder")
"""For the whole suite: more than there are cores, for many tests wait for other programs.

A few tests have run before the workers have started. The slowest files come first.
"""

MAIN = "main"
"""The branch with which a change is compared."""


@command(say("Check the code and run the tests."),
         unnamed="path", thorough=say("run the slow tests instead"),
         path=say("only the tests of this file or folder; “./inv test” takes several without the "
                  "option’s name"),
         changed=say("only the tests of what differs from the main branch"))
def test(terminal: Terminal, options: Options, path: Collection[str] = (), changed: bool = False,
         thorough: bool = False) -> int:
    """Run ruff, then mypy beside pytest, or pytest alone on some tests.

    Return the status of one that fails. The tests marked `thorough` take minutes: they run
    only when asked for.
    """
    named = [_existing(each) for each in path]
    if changed:
        differing = _changed_files(options.root)
        named += [str(options.root / each) for each in find_tests(differing, options.root)]
        if not named:
            terminal.say(say("No test belongs to what has changed."))
            return 0
    pytest = ("pytest", *(THOROUGH if thorough else USUAL))
    if named:
        return _run_in_turn((*pytest, *named))
    if thorough:
        return _run_in_turn((*pytest, *WORKERS))
    return _run_in_turn(("ruff", "check", ".")) or _run_beside(("mypy",), (*pytest, *WORKERS))


def _existing(path: str) -> str:
    found = caller_folder() / path
    if not Path(str(found).partition("::")[0]).exists():
        raise Failure(say("{path}: there is no such file or folder of tests", path=path))
    return str(found)


def find_tests(changed: Collection[str], root: Path) -> list[str]:
    """Return the tests of the files that have changed, all by their paths below `root`.

    A module’s tests are those in its mirror, `plugins/a/b.py` in `tests/a/test_b.py`, and every
    test that imports it; those of a template or of a `conftest.py` are all in its folder.
    """
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
               for path in changed if path.endswith(".py")}
    found = {mirror for path in changed for mirror in _mirrors(path)} | {
        path.relative_to(root).as_posix() for path in (root / "tests").rglob("*.py")
        if not modules.isdisjoint(_imported(path))}
    folders = {path for path in found if (root / path).is_dir()}
    return sorted(folders | {
        path for path in found if path.rpartition("/")[2].startswith("test_")
        and (root / path).is_file() and not folders & {*map(str, PurePath(path).parents)}})


def _mirrors(path: str) -> Iterator[str]:
    """Yield where the tests of a file may be, or the file itself if it is one of them."""
    above, *below = PurePath(path).parts
    if above == "tests":
        yield path.removesuffix("/conftest.py")
        return
    parts = below if above == "plugins" else [above, *below]
    yield str(PurePath("tests", *parts).with_name(f"test_{PurePath(path).stem}.py"))
    if not path.endswith(".py"):
        yield f"tests/{parts[0]}"


def _imported(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports, and of what it takes from them."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _changed_files(root: Path) -> set[str]:
    """Return the files that differ from where the branch main was left, below `root`."""
    base = _git(root, "merge-base", "HEAD", MAIN) or ["HEAD"]
    changed = _git(root, "diff", "--name-only", "--relative", base[0])
    if changed is None:
        raise Failure(say("what has changed is not known: this is not a clone of the project’s "
                          "repository; name the tests, as in “./inv test tests/check”"))
    return {*changed, *(_git(root, "ls-files", "--others", "--exclude-standard") or ())}


def _git(root: Path, *words: str) -> list[str] | None:
    """Return the lines that git prints, None if it fails or is not there."""
    try:
        done = subprocess.run(["git", "-c", "core.quotePath=false", *words], cwd=root, text=True,
                              capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout.splitlines()


def _run_in_turn(*commands: tuple[str, ...]) -> int:
    for words in commands:
        if status := _start(words).wait():
            return status
    return 0


def _run_beside(silent: tuple[str, ...], talking: tuple[str, ...]) -> int:
    """Show what the first has said once the second has ended: their words would be mixed."""
    first = _start(silent, stdout=subprocess.PIPE)
    status = _run_in_turn(talking)
    print(first.communicate()[0], end="", flush=True)
    return status or first.returncode


def _start(words: tuple[str, ...], stdout: int | None = None) -> subprocess.Popen[str]:
    # The tests call commands from folders of their own.
    environment = {name: value for name, value in os.environ.items() if name != "PRESS_FOLDER"}
    return subprocess.Popen([sys.executable, "-m", *words], env=environment, text=True,
                            stdout=stdout)
