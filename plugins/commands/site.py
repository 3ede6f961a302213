"""Show the site as it is being written: served, built again on every save, reloaded."""

import os
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from plugins.build.build import Built, build
from plugins.build.server_files import sent_headers
from plugins.commands.receive import local_receiver
from plugins.commands.terminal import Terminal
from plugins.core.i18n import SOURCE, catalogue_file, complete, load, read_catalogue, words
from plugins.core.messages import Message, Problem, errors, say
from plugins.core.project import Options, from_here
from plugins.preview import Rebuilder, application, serve
from plugins.search import OnDemand, SearchError

PYTEST = ["pytest", "-n", "auto", "--dist", "loadfile", "-m"]
QUICK, THOROUGH = [*PYTEST, "not thorough"], [*PYTEST, "thorough", "--no-loadscope-reorder"]


def serve_site(terminal: Terminal, options: Options, port: int) -> int:
    """Build a preview under `var`, serve it on 127.0.0.1 and build again until Ctrl-C.

    Nothing of it is what `push` reads or what is published: its addresses are local, and drafts
    stand in it.
    """
    origin = f"http://127.0.0.1:{port}"
    shown = replace(options, output=options.var / "preview" / "site",
                    outbox=options.var / "preview" / "outbox",
                    settings={**options.settings, "SITEURL": origin, "FORMS_URL": ""})
    rebuilder = Rebuilder(lambda: _rebuild(terminal, shown))
    mail = options.var / "mail"
    app = application(shown.output, shown.outbox, mail,
                      local_receiver(shown, shown.output, mail, origin), rebuilder.status,
                      load(options.theme / "locale", terminal.lang), terminal.lang,
                      _searching(terminal, shown), partial(sent_headers, shown.output))
    serve(app, rebuilder.run, port=port, announce=lambda url: _announce(terminal, options, url),
          watched=[options.content, options.theme, options.conf],
          ignored=[options.output, options.outbox, options.var])
    return 0


def _rebuild(terminal: Terminal, shown: Options) -> Sequence[Problem]:
    built = build(shown, terminal.step, preview=True)
    terminal.problems(built.problems)
    terminal.say(say("Built: pages {pages}, emails {emails}; files changed: {changed}.",
                     pages=built.pages, emails=built.emails, changed=built.changed)
                 if not built.failed else
                 say("The build failed; the site shows the one before it."))
    return built.problems


def _searching(terminal: Terminal, shown: Options) -> Callable[[str], bytes | None]:
    """Return what answers for the files of a search, which no preview writes beforehand."""
    indexes = OnDemand(shown.output, list(shown.languages))

    def answer(address: str) -> bytes | None:
        try:
            return indexes.read(address)
        except SearchError as error:
            terminal.say(error.message)
            return None

    return answer


def _announce(terminal: Terminal, options: Options, url: str) -> None:
    for lang, declared in options.languages.items():
        terminal.say(say("{name}: {address}", name=declared["name"], address=f"{url}/{lang}/"))
    terminal.say(say("Emails: {address}", address=f"{url}/_preview/emails/"))
    terminal.say(say("Local mailbox: {address}", address=f"{url}/_preview/mail/"))
    terminal.say(say("Ctrl-C ends it."))


def update_catalogues(terminal: Terminal, options: Options) -> int:
    """Add the new words to every catalogue, untranslated, and take out those no longer used."""
    used = words(options.root, options.theme)
    for lang in options.languages:
        if lang.split("-")[0] != SOURCE:
            path = catalogue_file(options.theme / "locale", lang)
            waiting = _update(path, lang, used)
            terminal.say(say("{path}: {waiting} words wait for a translation",
                             path=from_here(path), waiting=waiting))
    return 0


def _update(path: Path, lang: str, used: Catalog) -> int:
    locale = lang.replace("-", "_")
    old = Catalog(locale=locale)
    if path.is_file():
        old = read_catalogue(path, lang)
    new = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    for message in used:
        if message.id:
            known = old.get(message.id, message.context)
            files = sorted({(file, 0) for file, _ in message.locations})
            new.add(message.id, known.string if known else "", locations=files,
                    context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, new)
    return sum(not complete(message) for message in new if message.id)


def _write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue in the order of files, without what changes from day to day."""
    fields = (f"Language: {catalog.locale_identifier}", f"Plural-Forms: {catalog.plural_forms}",
              "Content-Type: text/plain; charset=utf-8")
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)
    with path.open("wb") as target:
        target.write(f"# The words of theme, forms, emails and commands.\n{head}\n".encode())
        write_po(target, catalog, width=96, omit_header=True, sort_by_file=True,
                 include_lineno=False)


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


def run_suite(thorough: bool) -> int:
    """Run ruff, mypy and pytest in turn; return the status of the first that fails.

    The tests marked `thorough` take minutes: they run only when asked for.
    """
    # The tests call commands from folders of their own.
    environment = {name: value for name, value in os.environ.items() if name != "PRESS_FOLDER"}
    for command in [THOROUGH] if thorough else [["ruff", "check", "."], ["mypy"], QUICK]:
        status = subprocess.run([sys.executable, "-m", *command], env=environment,
                                check=False).returncode
        if status:
            return status
    return 0
