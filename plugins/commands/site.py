"""Build the site, make its PDFs, check its content."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.commands.declare import command, need
from plugins.commands.terminal import Terminal, finished_kept
from plugins.core.messages import Message, errors, say, warnings
from plugins.core.project import OWN, PRODUCTION, SETTINGS, Options, again, from_here

if TYPE_CHECKING:
    from plugins.build.build import Built

EVERY = say("list every warning, not only the first ones of each kind")


@command(say("Build the site and the emails: all of it, or nothing if there is an error."),
         verify=say("build again from scratch, and compare every byte"), all=EVERY)
def build(terminal: Terminal, options: Options, verify: bool = False, all: bool = False) -> int:
    """Print the problems and one sentence about the result."""
    from plugins.build import build as building
    from plugins.content.sample import sample_warning
    options = _of_the_same_kind(terminal, options)
    built = building.build(options, terminal.step)
    built.problems.extend(sample_warning(options.content, options.settings))
    terminal.problems(built.problems, every=all)
    terminal.say(_result(options, built))
    if built.failed or not verify:
        return 1 if built.failed else 0
    differing = building.verify(options, terminal.step, built.problems)
    terminal.problems(differing)
    terminal.say(say("Files that a build from scratch makes differently: {count}.",
                     count=len(differing)))
    return 1 if differing else 0


def _of_the_same_kind(terminal: Terminal, options: Options) -> Options:
    """Return the options with which a build goes on, and tell if they are others."""
    chosen = built_with(options)
    if chosen is not options:
        terminal.aside(say("{output}: the site stands here as it is published, so it is built with "
                           "{conf}; “--output” builds it otherwise, in another folder.",
                           output=from_here(options.output), conf=PRODUCTION))
    return chosen


def built_with(options: Options) -> Options:
    """Return the options of a build, for production where the folder holds such a site.

    Of other settings than the usual ones nobody knows what they are for.
    """
    from plugins.build.build import takes_away
    return for_production(options) if takes_away(options) else options


def for_production(options: Options) -> Options:
    """Return the options with the settings for production, if they are the usual ones."""
    published = options.conf.with_name(PRODUCTION)
    if options.conf.name != SETTINGS or not published.is_file():
        return options
    return again(replace(options, conf=published))


def _result(options: Options, built: "Built") -> Message:
    wrong, doubtful = len(errors(built.problems)), len(warnings(built.problems))
    if wrong:
        return say("Errors: {errors}; warnings: {warnings}. Nothing was built; the site and the "
                   "emails are unchanged.", errors=wrong, warnings=doubtful)
    return say("Pages: {pages}, in {output}. Emails: {emails}, in {outbox}. Files changed: "
               "{changed}. Warnings: {warnings}.", pages=built.pages, emails=built.emails,
               output=from_here(options.output), outbox=from_here(options.outbox),
               changed=built.changed, warnings=doubtful)


@command(say("Make the PDFs that are missing of articles, issues and laws."), unnamed="key",
         key=say("only those with this key; “./inv pdf” takes several without the option’s name"))
def pdf(terminal: Terminal, options: Options, key: Collection[str] = ()) -> int:
    """Make them, and return 1 if one could not be made."""
    need(terminal, "weasyprint", "pdf")
    from plugins.build.papers import make_pdfs
    with finished_kept(terminal):
        made = make_pdfs(options, terminal.step, key)
    terminal.problems(made.problems)
    terminal.say(say("PDFs made: {made}; already there: {kept}. The next build lays each beside "
                     "its page, which links to it.", made=made.count, kept=made.kept))
    return 1 if made.problems else 0


@command(say("Check the texts (changes nothing)."),
         strict=say("fail on warnings too"), all=EVERY)
def check(terminal: Terminal, options: Options, strict: bool = False, all: bool = False) -> int:
    """Print what is wrong; return 1 for an error and, if `strict`, for a warning."""
    from plugins.check.run import check_site
    from plugins.content.sample import sample_warning
    from plugins.core.process import CONTEXT
    # The processes that read many texts need nothing of what prints them.
    CONTEXT.set_forkserver_preload(["plugins.check.reading"])
    problems = check_site(options) + sample_warning(options.content, options.settings)
    if options.settings.keys() - OWN:
        # Pelican is slow to import, and knows which of the others are its own.
        from plugins.build.pelican_run import settings_without_effect
        problems += settings_without_effect(options.conf, options.settings)
    terminal.problems(problems, every=all)
    wrong, doubtful = len(errors(problems)), len(warnings(problems))
    terminal.say(say("Errors: {errors}; warnings: {warnings}.", errors=wrong, warnings=doubtful)
                 if wrong else say("No errors; warnings: {warnings}.", warnings=doubtful))
    return 1 if wrong or (strict and doubtful) else 0
