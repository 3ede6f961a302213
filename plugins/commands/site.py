"""Build the site, check its content, and show it as it is being written."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from plugins.commands.declare import command, need, port_number
from plugins.commands.terminal import Terminal, finished_kept
from plugins.core.i18n import load_desk
from plugins.core.look import Look, load_look
from plugins.core.messages import ContentError, Message, Problem, errors, say, warnings
from plugins.core.project import OWN, PRODUCTION, SETTINGS, Options, again, from_here

if TYPE_CHECKING:
    from plugins.build.build import Built
    from plugins.build.unsaved import Workshop
    from plugins.preview.pages import LastBuild

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
    """Return the options, with the settings for production where the folder holds such a site.

    Of other settings than the usual ones nobody knows what they are for.
    """
    from plugins.build.build import takes_away
    published = options.conf.with_name(PRODUCTION)
    if options.conf.name != SETTINGS or not published.is_file() or not takes_away(options):
        return options
    terminal.aside(say("{output}: the site stands here as it is published, so it is built with "
                       "{conf}; “--output” builds it otherwise, in another folder.",
                       output=from_here(options.output), conf=PRODUCTION))
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
    need("weasyprint", "pdf")
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


@command(say("Preview the site and the emails as you write."),
         port=say("the port to listen on (8000)"))
def serve(terminal: Terminal, options: Options, port: str = "8000") -> int:
    """Build a preview under `var`, serve it on 127.0.0.1 and build again until Ctrl-C.

    Nothing of it is what `push` reads or what is published: its addresses are local, and it
    holds drafts.
    """
    from plugins.build.server_files import sent_headers
    from plugins.build.unsaved import Workshop
    from plugins.commands.forms.receive import local_receiver
    from plugins.preview.app import application
    from plugins.preview.server import Rebuilder
    from plugins.preview.server import serve as serve_until_stopped
    from plugins.preview.site import ServedSite
    from plugins.site.redirects import answer_by_query
    origin = f"http://127.0.0.1:{port_number(port)}"
    shown, workshop = _previewed(options, origin), Workshop()
    # The settings are read again: a save of theirs is a save.
    rebuilder = Rebuilder(lambda: _rebuild(terminal, _previewed(again(options), origin), workshop,
                                           rebuilder.last_build()))
    mail = options.var / "preview" / "mail"
    app = application(
        ServedSite(shown.output, _made(terminal, shown, workshop),
                   partial(sent_headers, shown.output), partial(answer_by_query, shown.output)),
        shown.outbox, mail, local_receiver(shown, shown.output, mail, origin),
        rebuilder.last_build, load_desk(options.theme / "locale", terminal.lang), terminal.lang,
        partial(_look, options))
    serve_until_stopped(
        app, rebuilder.run, port=port_number(port),
        announce=lambda url: _announce(terminal, options, url),
        watched=[options.content, options.theme, options.conf],
        ignored=[options.output, options.outbox, options.var])
    return 0


def _previewed(options: Options, origin: str) -> Options:
    """Return the options of a preview that is served at an address."""
    return replace(options, output=options.var / "preview" / "site",
                   outbox=options.var / "preview" / "outbox",
                   settings={**options.settings, "SITEURL": origin, "FORMS_URL": ""})


def _look(options: Options) -> Look:
    """Return how the firm looks; the build says what is wrong with that."""
    try:
        return load_look(options.content, options.theme)
    except ContentError:
        return Look()


def _rebuild(terminal: Terminal, shown: Options, workshop: "Workshop", last: "LastBuild"
             ) -> Sequence[Problem] | None:
    """Build, and tell how that went; return None, and say nothing, if all is as it was."""
    built = workshop.build(shown, (lambda step: None) if last.stamp else terminal.step)
    if last.stamp and not built.changed and tuple(built.problems) == last.problems:
        return None
    terminal.problems(built.problems)
    terminal.say(say("Built: pages {pages}, emails {emails}; files changed: {changed}.",
                     pages=built.pages, emails=built.emails, changed=built.changed)
                 if not built.failed else
                 say("The build failed; the preview still shows the previous one."))
    return built.problems


def _made(terminal: Terminal, shown: Options, workshop: "Workshop"
          ) -> Callable[[str], bytes | None]:
    """Return what answers for files that no build writes: of a search, of a text not saved yet."""
    from plugins.search import OnDemand, SearchError
    indexes = OnDemand(shown.output, list(shown.languages))

    def answer(address: str) -> bytes | None:
        try:
            return indexes.read(address) or workshop.picture(address)
        except SearchError as error:
            terminal.say(error.message)
            return None

    return answer


def _announce(terminal: Terminal, options: Options, url: str) -> None:
    for lang, declared in options.languages.items():
        terminal.say(say("{name}: {address}", name=declared["name"], address=f"{url}/{lang}/"))
    terminal.say(say("Emails: {address}", address=f"{url}/_preview/emails/"))
    terminal.say(say("Local mailbox: {address}", address=f"{url}/_preview/mail/"))
    terminal.say(say("Press Ctrl-C to stop."))
