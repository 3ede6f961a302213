"""Take over a whole site from an export of WordPress; again and again, until it moves."""

from collections.abc import Collection
from pathlib import Path

from plugins.commands.declare import command, need
from plugins.commands.terminal import Terminal
from plugins.core.files import write_atomically, writing
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here


@command(say("Take over texts, pictures, menus and forms from an export of WordPress; again after "
             "every change there."), unnamed="export",
         export=say("the files of the export; “./inv import wordpress” takes several without the "
                    "option’s name"),
         uploads=say("the folder wp-content/uploads of the old server, for pictures and documents"),
         lang=say("the language of texts of which the export does not say it"),
         dry_run=say("say what would be written, and write nothing"))
def take_wordpress(terminal: Terminal, options: Options, export: Collection[str] = (),
                   uploads: str = "", lang: str = "", dry_run: bool = False) -> int:
    """Write what has changed, and the report; return 1 if words differ or there are none."""
    need("html_to_markdown", "import")
    from plugins.commands.new import chosen_languages
    from plugins.importer.plan.moving import Request, move_in
    from plugins.importer.report import counts, parts, shown, written
    if not export:
        raise Failure(say("name the export, as in “./inv import wordpress export.xml”; WordPress "
                          "makes it with “Tools”, “Export”, “All content”"))
    if lang:
        chosen_languages(options.languages, lang)
    here = caller_folder()
    folder = (here / uploads).resolve() if uploads else None
    if folder and not folder.is_dir():
        raise Failure(say("{path}: there is no such folder; name the old server’s "
                          "wp-content/uploads with “--uploads”", path=uploads))
    done = move_in(options, Request(tuple((here / path).resolve() for path in export), folder, lang,
                                    dry_run), terminal.step)
    told, summary = parts(done), counts(done)
    for message in shown(told):
        terminal.say(message)
    terminal.say(summary)
    report = options.var / "imports" / f"report.{terminal.lang}.txt"
    with writing(report):
        write_atomically(report, written(told, summary, terminal.gettext).encode())
    terminal.say(_next(report, dry_run))
    return 1 if not done.made or any(made.differences or made.failed
                                     for made in done.made.values()) else 0


def _next(report: Path, dry_run: bool) -> Message:
    if dry_run:
        return say("Nothing was written; {report} says what would be.", report=from_here(report))
    return say("All of it is in {report}; “./inv check” and “./inv serve” show the texts.",
               report=from_here(report))
