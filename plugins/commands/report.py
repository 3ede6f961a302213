"""Say what a build or a check has found and done."""

from collections.abc import Collection

from plugins.build.build import Built
from plugins.commands.terminal import Terminal
from plugins.core.messages import Message, Problem, errors, say
from plugins.core.project import Options, from_here


def report(terminal: Terminal, options: Options, built: Built) -> int:
    """Print the problems and one sentence about the result; return the exit status."""
    terminal.problems(built.problems)
    terminal.say(_result(options, built))
    return 1 if built.failed else 0


def report_check(terminal: Terminal, problems: Collection[Problem], strict: bool) -> int:
    """Print what a check has found; return 1 for an error and, if `strict`, for a warning."""
    terminal.problems(problems)
    wrong = len(errors(problems))
    warnings = len(problems) - wrong
    terminal.say(say("Errors: {errors}; warnings: {warnings}.", errors=wrong, warnings=warnings)
                 if wrong else say("No errors; warnings: {warnings}.", warnings=warnings))
    return 1 if wrong or (strict and warnings) else 0


def _result(options: Options, built: Built) -> Message:
    wrong = len(errors(built.problems))
    warnings = len(built.problems) - wrong
    if wrong:
        return say("Errors: {errors}; warnings: {warnings}. Nothing has been published; the site "
                   "and the emails are as they were.", errors=wrong, warnings=warnings)
    return say("Pages: {pages}, in {output}. Emails: {emails}, in {outbox}. Files changed: "
               "{changed}. Warnings: {warnings}.", pages=built.pages, emails=built.emails,
               output=from_here(options.output), outbox=from_here(options.outbox),
               changed=built.changed, warnings=warnings)
