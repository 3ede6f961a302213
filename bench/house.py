"""Print the measures of the code: `.venv/bin/python -m bench.house`.

A module is a file below plugins/ without the `__init__`; lines of code are those that are neither
blank nor comment nor docstring; a function's length is that of its body without its docstring.
`tests/test_house.py` holds every measure.
"""

import ast
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SAID = ("say", "reply", "gettext", "ngettext")
"""The functions whose first argument is a sentence for a person."""

SETTING = re.compile(r'settings(?:\[|\.get\()"([A-Z_]+)"')
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Measure:
    """One measure: what it counts, how much there is, and how much there may be."""

    name: str
    found: float
    most: float

    @property
    def kept(self) -> bool:
        """Whether there is no more than there may be."""
        return self.found <= self.most


class Source:
    """One Python file, parsed once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.name = ".".join(path.relative_to(PROJECT).with_suffix("").parts
                             ).removesuffix(".__init__")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything that the file says, from the outside inwards."""
        return list(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.text.count("\n")

    @cached_property
    def lines_of_code(self) -> int:
        """How many of them are code."""
        said = {line for node in self.nodes if isinstance(node, DOCUMENTED)
                for line in _docstring_lines(node)}
        return sum(1 for number, line in enumerate(self.text.splitlines(), 1)
                   if number not in said and line.strip() and not line.strip().startswith("#"))

    def imports(self) -> Iterator[str]:
        """Yield the name of every module and of everything taken from one."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def function_lengths(self) -> Iterator[int]:
        """Yield the length of each function."""
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno - len(_docstring_lines(node))

    def sentences(self) -> Iterator[str]:
        """Yield each sentence that the file says to a person."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and _last_name(node.func) in SAID:
                for sentence in node.args[:1]:
                    if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                        yield sentence.value


def _last_name(called: ast.expr) -> str:
    return getattr(called, "id", getattr(called, "attr", ""))


def _docstring_lines(node: ast.AST) -> range:
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) \
            and isinstance(first.value.value, str):
        return range(first.lineno, (first.end_lineno or 0) + 1)
    return range(0)


def measures() -> list[Measure]:
    """Return every measure of plugins/ as it is now."""
    files = [Source(path) for path in sorted((PROJECT / "plugins").rglob("*.py"))]
    modules = [file for file in files if file.path.name != "__init__.py"]
    sizes = [module.lines for module in modules]
    lengths = sorted(length for file in files for length in file.function_lengths())
    folders = Counter(module.path.parent for module in modules)
    said = Counter(sentence for file in [*files, Source(PROJECT / "tasks.py")]
                   for sentence in file.sentences())
    return [
        Measure("modules", len(modules), 288),
        Measure("lines of the median module", statistics.median(sizes), 190),
        Measure("lines of the largest module", max(sizes), 300),
        Measure("lines of code", sum(file.lines_of_code for file in files), 36_610),
        Measure("modules of the largest package", max(folders.values()), 14),
        Measure("modules with a single importer", single_importers(files, modules), 59),
        Measure("lines of the median function", lengths[len(lengths) // 2], 7),
        Measure("lines of nine functions in ten", lengths[len(lengths) * 9 // 10], 16),
        Measure("lines of the longest function", lengths[-1], 35),
        Measure("modules with dict[str, Any]",
                sum("dict[str, Any]" in file.text for file in files), 6),
        Measure("keys of ours in Pelican's settings", len(own_settings(files)), 1),
        Measure("sentences written twice", sum(times > 1 for times in said.values()), 0),
    ]


def single_importers(files: list[Source], modules: list[Source]) -> int:
    """Return how many modules only one other one imports."""
    importers: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for name in file.imports():
            importers[name].add(file.name)
    return sum(len(importers[module.name]) == 1 for module in modules)


def own_settings(files: list[Source]) -> set[str]:
    """Return the keys that the code reads in Pelican's settings and no settings file may set."""
    from pelican.settings import DEFAULT_CONFIG

    theirs = set(DEFAULT_CONFIG)
    for name in ("pelicanconf.py", "publishconf.py"):
        theirs |= set(re.findall(r"^([A-Z_]+)\b", (PROJECT / name).read_text("utf-8"), re.M))
    return {key for file in files for key in SETTING.findall(file.text)} - theirs


def main() -> int:
    """Print a row for each measure; return 1 if one of them is not kept."""
    found = measures()
    for measure in found:
        print(f"{measure.found:>7g} of {measure.most:>6g}  {measure.name}"
              f"{'' if measure.kept else '   ←'}")
    return 0 if all(measure.kept for measure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
