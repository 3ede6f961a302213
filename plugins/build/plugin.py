"""Keep the promises of a build where Pelican is run alone: the check first, the folder after."""

import sys
from pathlib import Path

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.atomic import PublishError, adopt, lock
from plugins.build.build import refuse_other_kind
from plugins.check.run import check, each_once
from plugins.core.i18n import load_desk
from plugins.core.messages import Problem, errors
from plugins.site.edition import Edition


def check_first(pelican: Pelican) -> None:
    """End with status 1, and before anything is read, if the check of a build finds an error."""
    settings = pelican.settings
    edition: Edition = settings["EDITION"]
    if not edition.build:
        try:
            refuse_other_kind(edition.options)
        except PublishError as error:
            edition.problems.append(Problem(str(edition.options.output), 0, error.message))
        found = check(edition.options, preview=settings["PREVIEW"])
        edition.problems[:] = each_once([*edition.problems, *found])
    _refuse(edition)


def refuse_errors(generators: list[Generator]) -> None:
    """End with status 1, and before anything is written, if the content has an error."""
    _refuse(generators[0].settings["EDITION"])


def adopt_output(pelican: Pelican) -> None:
    """List as ours what Pelican has written itself, so that the next build may replace it."""
    edition: Edition = pelican.settings["EDITION"]
    if edition.build:
        return
    root, static = Path(pelican.output_path), Path(pelican.settings["THEME"]) / "static"
    theme = (f"theme/{path.relative_to(static).as_posix()}"
             for path in static.rglob("*") if path.is_file())
    with lock([root]):
        adopt(root, [*edition.site, *edition.statics, *theme])


def _refuse(edition: Edition) -> None:
    if edition.build or not errors(edition.problems):  # a build collects them itself
        return
    desk = load_desk(edition.options.theme / "locale", edition.lang)
    for problem in edition.problems:
        print(problem.render(desk.gettext), file=sys.stderr)
    raise SystemExit(1)  # Pelican would print an exception as a traceback


def register() -> None:
    """Connect all; the errors are complete only after every other plugin has looked."""
    signals.initialized.connect(check_first)
    signals.all_generators_finalized.connect(refuse_errors)
    signals.finalized.connect(adopt_output)
