"""Show the issues and where each stands; plan, push, test, send: what the commands do, as asked."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.build.build import is_built
from plugins.commands.newsletter import NewsletterCommands, set_up
from plugins.commands.site import build, built_with
from plugins.content.text import Text
from plugins.core.files import kind_of
from plugins.core.messages import ContentError, Failure, Message
from plugins.core.project import Options
from plugins.desk.context import BUTTONS, LABELLED, Desk
from plugins.desk.pages import Draw, person_of, posted
from plugins.desk.people.door import way_on
from plugins.desk.recorder import Recorder
from plugins.desk.working import begin, by_publishers
from plugins.desk.writing.chosen import issue_versions, move, named, proposed
from plugins.desk.writing.places import places_of
from plugins.preview.emails import SEALED, BuiltEmail, emails_in

BUILT = "/_desk/built/"
"""Where the pictures of the last build are."""

Given = Mapping[str, str]

Step = Callable[[NewsletterCommands, str, Given], int]

STEPS: Mapping[str, Step] = {
    "plan": lambda commands, issue, given: commands.plan(issue),
    "push": lambda commands, issue, given: commands.push(issue, bool(given.get("overwrite"))),
    "test": lambda commands, issue, given: commands.test(issue, given.get("to", "")),
    "send": lambda commands, issue, given: commands.send(issue, given.get("site", ""), ""),
    "schedule": lambda commands, issue, given: commands.schedule(
        issue, f"{given.get('day', '')} {given.get('time', '')}", given.get("zone", ""),
        given.get("site", ""), ""),
    "unschedule": lambda commands, issue, given: commands.unschedule(issue),
    "reconcile": lambda commands, issue, given: commands.reconcile(
        issue, given.get("found", ""), ""),
}
"""What each form of an issue does: the command of the same name."""

TITLES = {step: BUTTONS[f"newsletter.{step}"] for step in STEPS}


@dataclass(frozen=True)
class Issue:
    """An issue by its key: its text in each language, and the emails of the last build."""

    key: str
    texts: Mapping[str, Text]
    emails: Mapping[str, BuiltEmail]

    @property
    def day(self) -> date:
        """Its date, the latest one of its languages; the first of all days without."""
        return max((text.date for text in self.texts.values() if text.date), default=date.min)


def issue_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the issues."""
    def overview(request: Request) -> Response:
        options = desk.options()
        return draw(request, "issues.html", issues=issues_of(options, texts_of(desk)),
                    today=options.today, languages=options.languages,
                    is_built=is_built(built_with(options)),
                    lacking=lacking(options))

    def one(request: Request) -> Response:
        options = desk.options()
        missing, texts = lacking(options), texts_of(desk)
        issue = _found(options, texts, request.path_params["key"])
        return draw(request, "issue.html", issue=issue, languages=options.languages,
                    today=options.today, titles=TITLES, lacking=missing,
                    is_built=is_built(built_with(options)),
                    zone=options.settings["TIMEZONE"],
                    newsletter=None if missing else set_up(options).settings,
                    moved=request.query_params, **_articles(desk, request, issue, texts))

    def ask(request: Request, form: FormData) -> Response:
        return begin(desk, request, form, BUTTONS["newsletter.status"],
                     lambda recorder, options: commands(recorder, options).status(),
                     "/_desk/issues")

    def make(request: Request, form: FormData) -> Response:
        return begin(desk, request, form, BUTTONS["build"], build.act,
                     way_on(str(form.get("back", ""))))

    return [Route("/issues", overview), Route("/issues/status", by_publishers(draw, ask),
                                              methods=["POST"]),
            Route("/build", by_publishers(draw, make), methods=["POST"]),
            Route("/issue/{key}", one), Route("/issue/{key}/email/{lang}", partial(_email, desk)),
            Route("/issue/{key}/articles", posted(partial(_order, desk)), methods=["POST"]),
            Route("/issue/{key}/{step}", by_publishers(draw, partial(_take, desk)),
                  methods=["POST"]),
            Route("/built/{path:path}", partial(_picture, desk))]


def commands(recorder: Recorder, options: Options, lang: str = "") -> NewsletterCommands:
    """Return the commands of the newsletter, as done at the desk."""
    return NewsletterCommands(recorder, options, lang, json=False)


def lacking(options: Options) -> Message | None:
    """Return what must be set before the provider can be asked, which nobody is for that."""
    try:
        set_up(options).provider.require_account()
    except Failure as failure:
        return failure.message
    return None


def texts_of(desk: Desk) -> Collection[Text]:
    """Return every text that can be read; none if what they may name cannot, as the check says."""
    try:
        return desk.workshop.saved(desk.shown()).site.texts
    except ContentError:
        return ()


def issues_of(options: Options, texts: Collection[Text]) -> list[Issue]:
    """Return the issues of the content and of the last build, the newest first."""
    written: dict[str, dict[str, Text]] = {}
    for text in texts:
        if text.kind == "issue":
            written.setdefault(text.key, {})[text.lang] = text
    built: dict[str, dict[str, BuiltEmail]] = {}
    for email in emails_in(options.outbox):
        built.setdefault(email.issue, {})[email.lang] = email
    issues = [Issue(key, written.get(key, {}), built.get(key, {})) for key in {*written, *built}]
    return sorted(issues, key=lambda issue: (issue.day, issue.key), reverse=True)


def _found(options: Options, texts: Collection[Text], key: str) -> Issue:
    for issue in issues_of(options, texts):
        if issue.key == key:
            return issue
    raise HTTPException(404)


def _take(desk: Desk, request: Request, form: FormData) -> Response:
    """Take a step with an issue: the command of its name, in the languages that were chosen."""
    step, key = request.path_params["step"], request.path_params["key"]
    if step not in STEPS:
        raise HTTPException(404)
    given = {name: str(value) for name, value in form.items()}

    def act(recorder: Recorder, options: Options) -> int:
        return STEPS[step](commands(recorder, options, given.get("lang", "")), key, given)

    title = replace(LABELLED, values={"title": TITLES[step], "issue": key})
    return begin(desk, request, form, title, act, f"/_desk/issue/{key}")


def _articles(desk: Desk, request: Request, issue: Issue, texts: Collection[Text]
              ) -> dict[str, object]:
    """Return what the page of an issue shows of its articles; nothing without a text."""
    if not issue.texts:
        return {"articles": (), "proposed": (), "others": (), "is_draft": False}
    options, person = desk.options(), person_of(request)
    versions = issue_versions(desk, person, places_of(options, "issue", issue.key))
    return {"articles": named(versions, texts, options.today, person.lang),
            "proposed": proposed(versions, texts, issue.day, options.today, person.lang),
            "others": sorted({text.key for text in texts if text.kind == "article"}),
            "is_draft": any(version.is_draft for version in versions)}


def _order(desk: Desk, request: Request, form: FormData) -> Response:
    """Move an article of an issue, or add one; the button that was pressed is where one goes on."""
    options, issue = desk.options(), request.path_params["key"]
    way, _, key = str(form.get("move", "add:")).partition(":")
    key = key or str(form.get("add", "")).strip()
    person = person_of(request)
    versions = issue_versions(desk, person, places_of(options, "issue", issue))
    move(desk, person, versions, way, key, texts_of(desk))
    # An address with a fragment would have the browser ignore which button is to be focused.
    place = f"?{urlencode({'way': way, 'key': key})}" if way in ("up", "down") else "#articles"
    return RedirectResponse(f"/_desk/issue/{issue}{place}", 303)


def _email(desk: Desk, request: Request) -> Response:
    options, lang = desk.options(), request.path_params["lang"]
    for email in emails_in(options.outbox, request.path_params["key"]):
        if email.lang == lang:
            return HTMLResponse(email.html("", BUILT), headers=SEALED)
    raise HTTPException(404)


def _picture(desk: Desk, request: Request) -> Response:
    """Return a picture of the last build; nothing else of it is shown within the desk."""
    root = desk.options().output.resolve()
    file = (root / request.path_params["path"].replace("\0", "")).resolve()
    is_picture = kind_of(file.name).startswith("image/")
    if not (is_picture and file.is_relative_to(root) and file.is_file()):
        raise HTTPException(404)
    return FileResponse(file, headers=SEALED)
