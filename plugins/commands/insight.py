"""Do what the newsletter’s commands say that only look: report on an issue, examine the account."""

import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from plugins.atomic.disk import flush, told
from plugins.commands.newsletter import account, chosen
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, say
from plugins.core.project import Options, caller_folder, from_here
from plugins.newsletter.report import report as reports
from plugins.newsletter.report.as_json import report_values
from plugins.newsletter.report.chart import draw
from plugins.newsletter.report.doctor import examine, healthy, settings_in
from plugins.newsletter.report.report import Report, report_issue
from plugins.newsletter.report.wording import report_rows
from plugins.site.templates import ENVIRONMENT

WORDS = {"fine": say("fine"), "to do": say("to do"), "unknown": say("not checked")}
"""What a finding of the doctor is called."""


def show_report(terminal: Terminal, options: Options, issue: str, lang: str, json: bool, svg: str
                ) -> int:
    """Say what became of an issue, in words or for programs; draw it, too, if a file is named."""
    given = account(options)
    settings = given["settings"]
    report = report_issue(issue, **given, site=options.site_url, langs=chosen(lang))
    if svg and report.total:
        _replace(caller_folder() / svg, _chart(terminal, options, report))
    if json:
        terminal.data(report_values(report, settings))
    else:
        terminal.table(report_rows(report, settings, terminal.lang))
    return reports.exit_code(report)


def show_doctor(terminal: Terminal, options: Options, lang: str, json: bool) -> int:
    """Say of all that the newsletter needs whether it is fine; return 1 unless everything is."""
    settings, fault = settings_in(options.settings["NEWSLETTER"], list(options.languages),
                                  options.settings["DEFAULT_LANG"], os.environ)
    findings = examine(settings, fault, site=options.site_url, var=options.var,
                       langs=chosen(lang))
    if json:
        terminal.data({"fine": healthy(findings), "checks": findings})
    else:
        terminal.table((WORDS[finding.state], finding.subject, finding.sentence)
                       for finding in findings)
    return 0 if healthy(findings) else 1


def _chart(terminal: Terminal, options: Options, report: Report) -> str:
    env = Environment(loader=FileSystemLoader(options.theme / "templates"), **ENVIRONMENT)
    return draw(report, env, terminal.gettext, terminal.lang)


def _replace(path: Path, text: str) -> None:
    """Put a text into a file: after a crash the old one stands there, or the new one."""
    if not path.parent.is_dir():
        raise Failure(say("{path}: there is no such folder; make it, or name another",
                          path=from_here(path.parent)))
    fresh = path.with_name(f".{path.name}.new")
    with told(path):
        try:
            fresh.write_text(text, encoding="utf-8")
            flush([fresh])
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        flush([path.parent])
