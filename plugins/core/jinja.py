"""Keep the templates that a build has compiled: each of Pelican's generators compiles its own."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.core.files import Store


def kept_compiled(options: Mapping[str, Any], cache: str | None) -> dict[str, Any]:
    """Return the options of an environment that keeps what it compiles, if there is a cache."""
    kept = CompiledTemplates(Path(cache) / "templates", options) if cache else None
    return {**options, "bytecode_cache": kept}


class CompiledTemplates(BytecodeCache):
    """Templates in a store, by their names; Jinja looks whether the source is still the same."""

    def __init__(self, folder: Path, options: object) -> None:
        """Take the folder of the store; `options` are those of the environment.

        Jinja's own keys know neither its version nor the options, on which the code depends.
        """
        made_by = hashlib.sha256(repr((version("jinja2"), options)).encode()).hexdigest()
        self._store = Store(folder / made_by[:16])
        self._store.prune()

    def load_bytecode(self, bucket: Bucket) -> None:
        if data := self._store.get(bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.put(bucket.key, bucket.bytecode_to_string())
