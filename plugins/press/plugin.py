"""Keep the promises of a build where Pelican is run alone: fail loudly, and know our own files."""

import sys
from pathlib import Path

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.press import adopt, lock


def refuse_errors(generators: list[Generator]) -> None:
    """End with status 1, and before anything is written, if the content has an error.

    A build collects the problems itself.
    """
    settings = generators[0].settings
    if settings["PROBLEMS"] and "WRITE" not in settings:
        for problem in settings["PROBLEMS"]:
            message = problem.message.render(settings["CATALOGUE"].gettext)
            print(f"{problem.path}:{problem.line}: {message}", file=sys.stderr)
        raise SystemExit(1)  # Pelican would print an exception as a traceback


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
