"""Make the one template environment of the project, and keep the templates it has compiled."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from blinker import signal
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from plugins.core.files import Store
from plugins.core.i18n import Catalogue

pages_environment = signal("pages-environment")
"""Sent with the environment of an edition's pages, and the `edition`: plugins add to both."""

Finish = Callable[[Any, Any, Environment], None]
"""Is given an edition, all that it publishes, and the environment, before pages are planned."""


class PlainEnvironment(Environment):
    """An environment whose values are one dictionary: Jinja looks in two for each, key by key."""

    def make_globals(self, d: Any) -> Any:
        """Return the values of a template: those of the environment, and perhaps its own."""
        return {**self.globals, **d} if d else self.globals


STRICT = partial(PlainEnvironment, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                 lstrip_blocks=True, extensions=["jinja2.ext.i18n"])


def new_environment(templates: Path | Sequence[Path], catalogue: Catalogue | None = None,
                    cache: Path | None = None) -> Environment:
    """Return an environment for folders of templates, the first first, in a catalogue's words.

    Given a `cache`, the templates are compiled once and kept there; else once for all languages.
    """
    compiled = CompiledTemplates(cache / "templates", STRICT.keywords) if cache else \
        HERE if catalogue else None
    env = STRICT(loader=FileSystemLoader(templates), bytecode_cache=compiled)
    if catalogue:
        install_words(env, catalogue)
    return env


def install_words(env: Environment, catalogue: Catalogue) -> None:
    """Let templates speak the words of a catalogue."""
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.globals["_"] = env.globals["gettext"]  # Jinja's own would look for it at each word


class CompiledTemplates(BytecodeCache):
    """Templates in a store, by their names; Jinja looks whether the source is still the same."""

    def __init__(self, folder: Path, options: object) -> None:
        """Take the folder of the store; `options` are those of the environment.

        Jinja's own keys know neither its version nor the options, on which the code depends.
        """
        made_by = hashlib.sha256(repr((jinja2.__version__, options)).encode()).hexdigest()
        self._store = Store(folder / made_by[:16])
        self._store.prune()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template from the store, if it is there."""
        if data := self._store.get(bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put the template into the store."""
        self._store.put(bucket.key, bucket.bytecode_to_string())


class CompiledHere(BytecodeCache):
    """Templates that this process has compiled, for whatever other language."""

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, Any]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template if its source is still the same."""
        checksum, code = self._code.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template."""
        self._code[bucket.key] = bucket.checksum, bucket.code


HERE = CompiledHere()
