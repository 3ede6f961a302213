"""Which package may import which: each layer uses those below it, and knows none above."""

import ast
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
MODULES = sorted((PROJECT / "plugins").rglob("*.py"))

LAYERS = (
    "core", "watch.doctor",
    "typography",
    "register", "atomic",
    "forms.log", "forms.declaration", "forms.wordpress", "forms.page", "forms.records",
    "forms.delivery", "forms.receiver",
    "images", "cards", "search",
    "content", "linked_data",
    "site.addresses", "site.register", "site.source_links", "site.contents", "site.lists",
    "site.pages", "site.redirects", "site.links", "site.serving", "site.edition", "site.templates",
    "site.collect", "site.plans", "site.printing", "site.plugin",
    "newsletter.utm", "newsletter.settings", "newsletter.digest", "newsletter.issue",
    "newsletter.outbox", "newsletter.journal", "newsletter.times", "newsletter.campaigns",
    "newsletter.provider", "newsletter.mailchimp", "newsletter.preflight", "newsletter.email",
    "newsletter.newsletter",
    "newsletter.push", "newsletter.send", "newsletter.report", "newsletter.plugin", "paper",
    "check", "importer", "build", "publish", "preview", "watch", "commands",
    "desk",
)
"""From the ground up."""


def name_of(path: Path) -> str:
    """Return the name of a module below `plugins`, "" for plugins itself."""
    parts = path.relative_to(PROJECT / "plugins").with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").rstrip(".")


def level(name: str) -> int:
    """Return how high the layer of a module lies; of a package that has several, the lowest."""
    return next(number for number, layer in enumerate(LAYERS)
                if f"{name}.".startswith(f"{layer}.") or layer.startswith(f"{name}."))


@cache
def imports(path: Path) -> list[str]:
    """Return the full name of every module that a file imports, and of what it takes from one."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides who is meant"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def importers(prefix: str) -> list[str]:
    """Return the modules that import something whose name begins like this."""
    return [name_of(path) for path in MODULES
            if any(name.startswith(prefix) for name in imports(path))]


def test_a_module_imports_only_from_its_own_layer_and_those_below():
    """Arrows point down; what two layers need is below both."""
    upwards = [f"{name_of(path)} imports {name}" for path in MODULES for name in imports(path)
               if name.startswith("plugins.")
               and level(name.removeprefix("plugins.")) > level(name_of(path))]
    assert upwards == []


@pytest.mark.parametrize("above", ["tasks", "pelicanconf", "publishconf", "tests"])
def test_no_module_imports_what_is_above_all_of_them(above: str):
    """Commands, settings and tests know the modules, and not the other way round."""
    assert importers(above) == []


def test_only_plugins_and_the_build_know_pelican():
    """The logic works on plain values, and can be called without a Pelican."""
    assert [name for name in importers("pelican") if not name.startswith("build")
            and name.rpartition(".")[2] != "plugin"] == []


def test_only_one_package_knows_the_client_of_mailchimp():
    """Another provider of newsletters is another package beside it."""
    assert [name for name in importers("mailchimp_marketing")
            if not name.startswith("newsletter.mailchimp")] == []


TELLTALES = (
    '"save"', '"schedule_time"', "segment_opts", "recipient_count", "list_id",
    "interestcontains", "interests-", "emails_sent", "send_time", "create_time", "web_id",
    "subject_line", "preview_text", "plain_text\"", "template_id", "auto_footer", "html_clicks",
    "is_ready\"", "abuse_reports", "urls_clicked", "total_clicks", "status_if_new", "merge_fields",
    "account_name", "MailchimpError")
"""Words of Mailchimp’s own: its states, and names in its JSON."""


def test_only_one_package_knows_how_mailchimp_puts_it():
    """The newsletter speaks to a provider in its own types."""
    assert [f"{name_of(path)}: {word}" for path in MODULES
            if not name_of(path).startswith("newsletter.mailchimp")
            for word in TELLTALES if word in path.read_text(encoding="utf-8")] == []


def test_the_newsletter_knows_its_provider_by_the_border_alone():
    """What is below the commands would work with another one; merge tags are in the emails."""
    assert [f"{name_of(path)} imports {name}" for path in MODULES
            if name_of(path).startswith("newsletter.")
            and not name_of(path).startswith("newsletter.mailchimp")
            for name in imports(path)
            if "newsletter.mailchimp." in name and "merge_tags" not in name] == []


def test_every_layer_is_there():
    """A layer that no longer exists is taken off the list."""
    names = [name_of(path) for path in MODULES]
    assert not [layer for layer in LAYERS
                if not any(f"{name}.".startswith(f"{layer}.") for name in names)]


def test_every_package_says_what_it_is_for():
    """A folder opens with a sentence."""
    folders = {path.parent for path in MODULES}
    silent = [folder for folder in folders if not (folder / "__init__.py").is_file() or not
              ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))]
    assert not silent
