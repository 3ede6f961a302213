"""Make the one template environment of the project, and keep the templates it has compiled."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, cast

from blinker import signal
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from plugins.core.i18n import Catalogue, kept

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


def new_environment(templates: Path | Sequence[Path], catalogue: Catalogue | None = None
                    ) -> Environment:
    """Return an environment for folders of templates, the first first, in a catalogue's words."""
    env = STRICT(loader=FileSystemLoader(templates), bytecode_cache=COMPILED)
    if catalogue:
        install_words(env, catalogue)
    return env


def install_words(env: Environment, catalogue: Catalogue) -> None:
    """Let templates speak the words of a catalogue."""
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    env.globals["_"] = env.globals["gettext"]  # Jinja's own would look for it at each word


class CompiledTemplates(BytecodeCache):
    """Templates that are compiled once, for every language and wherever they lie."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str
                   ) -> Bucket:
        """Return a template compiled; Jinja's own keys do not know on what its code depends."""
        bucket = Bucket(environment, name, self.get_source_checksum(source))
        newstyle = environment.newstyle_gettext  # type: ignore[attr-defined]
        made_of = repr((name, source, newstyle, STRICT.keywords, sys.version))

        def compiled() -> bytes:
            bucket.code = environment.compile(source, name, filename)
            return bucket.bytecode_to_string()

        if made_of not in self._code:
            bucket.bytecode_from_string(kept("templates", made_of, compiled))
            self._code[made_of] = cast(CodeType, bucket.code)
        # What goes wrong is told of its own file.
        bucket.code = self._code[made_of].replace(co_filename=filename or name)
        return bucket


COMPILED = CompiledTemplates()
