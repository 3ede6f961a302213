"""Make the PDFs that are missing of articles, issues and laws, for a build to lay out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from plugins.build.build import Tell
from plugins.build.workshop import editions_planned
from plugins.core.messages import Failure, Problem, say
from plugins.core.project import Options
from plugins.paper.papers import PaperPlan, Papers
from plugins.paper.press import no_font, press_all, refuse_without_means
from plugins.paper.sheets import Printer, plans_of
from plugins.paper.shelf import shelf_of


@dataclass(frozen=True)
class Made:
    """How many PDFs were made, how many were there, and why others could not be made."""

    count: int
    kept: int
    problems: Sequence[Problem]


def make_pdfs(options: Options, tell: Tell, keys: Collection[str] = ()) -> Made:
    """Make the PDFs that are missing, all or those of some keys; each is kept once it is made.

    Raises ContentError if the texts have errors, Failure for a key that nothing has.
    """
    shelf = shelf_of(options.cache)
    with editions_planned(options, tell) as editions:
        wanted = [(Printer(each.edition, each.env), plan) for each in editions
                  for plan in plans_of(each.planner, Papers(each.edition, shelf))]
        _refuse_unknown(keys, [plan for _, plan in wanted])
        asked = [each for each in wanted if not keys or each[1].key in keys]
        missing = [each for each in asked if each[1].name not in shelf.sizes]
        problems = list(_make(tell, missing, shelf.store.put)) if missing else []
    if not keys:
        for _, plan in wanted:
            shelf.store.get(plan.name)  # what is still wanted stays
        shelf.store.prune()
    return Made(len(missing) - len(problems), len(asked) - len(missing), problems)


def _refuse_unknown(keys: Collection[str], plans: Sequence[PaperPlan]) -> None:
    known = {plan.key for plan in plans}
    if unknown := [key for key in keys if key not in known]:
        raise Failure(say("{keys}: no published article, issue or law has this key; it is the name "
                          "of the file without date and language, or what stands in brackets in "
                          "laws.toml", keys=", ".join(unknown)))


def _make(tell: Tell, missing: Sequence[tuple[Printer, PaperPlan]],
          put: Callable[[str, bytes], None]) -> Iterator[Problem]:
    """Make PDFs, and yield why one cannot be made."""
    refuse_without_means()
    plans = {plan.name: plan for _, plan in missing}
    sheets = (printer.sheet(plan) for printer, plan in missing)
    for done, (sheet, pressed) in enumerate(press_all(sheets), 1):
        plan = plans[sheet.name]
        if pressed.missing:
            yield Problem(plan.source, 0, no_font(pressed.missing), "warning")
        else:
            put(sheet.name, pressed.data)
        tell(say("PDF {number} of {count}: {path}", number=done, count=len(missing),
                          path=plan.path))
