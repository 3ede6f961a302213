"""Make the one template environment of the project, and keep the templates it has compiled."""

import marshal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from blinker import signal
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from plugins.core.files import content_digest
from plugins.core.i18n import Catalogue, kept

pages_environment = signal("pages-environment")
"""Sent with the environment of an edition's pages, and the `edition`: plugins add to both."""

Finish = Callable[[Any, Any, Environment], None]
"""Is given an edition, all that it publishes, and the environment, before pages are planned."""


class PlainEnvironment(Environment):
    """An environment whose values are one dictionary: Jinja looks in two for each, key by key."""

    def make_globals(self, d: Any) -> Any:
        """Return the values of a template: nearly always just those of the environment."""
        return super().make_globals(d) if d else self.globals


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
        self._code: dict[bytes, CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str
                   ) -> Bucket:
        """Return a template compiled; Jinja's own keys do not know on what its code depends."""
        taken = [(key, getattr(f, "jinja_pass_arg", 0)) for key, f in environment.filters.items()]
        made_of = content_digest(repr((
            jinja2.__version__, sys.version, STRICT.keywords, taken, name, source,
            vars(environment).get("newstyle_gettext"))).encode())
        if made_of not in self._code:
            self._code[made_of] = marshal.loads(kept("templates", made_of, lambda: marshal.dumps(
                environment.compile(source, name, filename))))
        bucket = Bucket(environment, name, self.get_source_checksum(source))
        # What goes wrong is told of its own file.
        bucket.code = self._code[made_of].replace(co_filename=filename or name)
        return bucket


COMPILED = CompiledTemplates()
