"""Keep the promises of a build where Pelican is run alone: fail loudly, and know our own files."""

from pathlib import Path

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.press import adopt, lock
from plugins.problems import ContentError


def refuse_errors(generators: list[Generator]) -> None:
    """Stop before anything is written if the content has an error.

    Raises ContentError with every problem; a build collects them itself.
    """
    settings = generators[0].settings
    if settings["PROBLEMS"] and "WRITE" not in settings:
        raise ContentError(*settings["PROBLEMS"])


def adopt_output(pelican: Pelican) -> None:
    """List as ours what Pelican has written itself, so that the next build may replace it."""
    settings = pelican.settings
    if "WRITE" in settings:
        return
    root, static = Path(pelican.output_path), Path(settings["THEME"]) / "static"
    theme = (f"theme/{path.relative_to(static).as_posix()}"
             for path in static.rglob("*") if path.is_file())
    with lock([root]):
        adopt(root, [*settings["WRITTEN"], *settings["STATICS"], *theme])


def register() -> None:
    """Connect both; the errors are complete only after every other plugin has looked."""
    signals.all_generators_finalized.connect(refuse_errors)
    signals.finalized.connect(adopt_output)
