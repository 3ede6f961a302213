"""Who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
SHARED = {"problems", "catalogues", "declarations", "typography", "chinese", "digests", "emails",
          "media_types", "store", "texts"}
CLIENTS = {("newsletter", "mailchimp.py"), ("newsletter", "transport.py")}
TEXT_FORMS = {"plugins.forms.form", "plugins.forms.literal", "plugins.forms.shortcodes"}
MODULES = sorted((PROJECT / "plugins").rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, and of what it takes from one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides who is meant"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """Return the part of the press that a module belongs to."""
    return path.relative_to(PROJECT / "plugins").with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_module_imports_only_what_its_place_allows(path: Path):
    """Arrows point one way: desk → parts → shared modules; Pelican only in plugin.py."""
    part = part_of(path)
    for name in imports(path):
        root, _, rest = name.partition(".")
        assert root not in ("tasks", "pelicanconf", "publishconf", "tests"), name
        if root == "pelican":
            assert path.name == "plugin.py" or part == "desk", name
        if root == "mailchimp_marketing":
            assert (part, path.name) in CLIENTS, name
        if root == "plugins" and part != "desk":
            other = rest.split(".")[0]
            allowed = other in SHARED | {part} or (
                part == "articles" and any(name.startswith(form) for form in TEXT_FORMS))
            assert allowed, f"{path.name} imports {name}"


def test_shared_modules_know_no_part():
    """What everybody knows knows nobody."""
    for path in MODULES:
        if part_of(path) in SHARED:
            names = [name.split(".")[1] for name in imports(path) if name.startswith("plugins.")]
            assert set(names) <= SHARED, path
