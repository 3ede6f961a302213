"""Say what a build has found and done."""

from plugins.desk.build import Built
from plugins.desk.options import Options, from_here
from plugins.desk.terminal import Terminal
from plugins.problems import Message, say


def report(terminal: Terminal, options: Options, built: Built, published: bool = True) -> int:
    """Print the problems and one sentence about the result; return the exit status."""
    terminal.problems(built.problems)
    terminal.say(_result(options, built, published))
    return 1 if built.failed else 0


def _result(options: Options, built: Built, published: bool) -> Message:
    errors = sum(problem.level == "error" for problem in built.problems)
    warnings = len(built.problems) - errors
    if errors:
        return say("Errors: {errors}; warnings: {warnings}. Nothing has been published; the site "
                   "and the emails are as they were.", errors=errors, warnings=warnings)
    if not published:
        return say("No errors; warnings: {warnings}.", warnings=warnings)
    return say("Pages: {pages}, in {output}. Emails: {emails}, in {outbox}. Files changed: "
               "{changed}. Warnings: {warnings}.", pages=built.pages, emails=built.emails,
               output=from_here(options.output), outbox=from_here(options.outbox),
               changed=built.changed, warnings=warnings)
