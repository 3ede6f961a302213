"""Say what is wrong in the content: each text by itself, and what the texts say of each other."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from plugins.atomic import last_built
from plugins.check.reading import declare, read_request, read_texts
from plugins.check.rules import problems_among
from plugins.check.site_texts import SiteTexts, gather_texts
from plugins.content.firm import legal_page_problems, legal_problems, load_publishers
from plugins.core.files import digest_of, program_digest
from plugins.core.i18n import untranslated
from plugins.core.messages import Failure, Problem, SettingsError, recorded
from plugins.core.project import Options
from plugins.forms.declaration.load import form_advice
from plugins.newsletter.utm import read_utm
from plugins.site.redirects import Redirect, read_redirects, wrong_redirects
from plugins.site.serving.files import ending


def check(options: Options, *, preview: bool = False) -> list[Problem]:
    """Return all that is wrong in the words, the declarations and the texts; change none of them.

    In a `preview`, readers reach drafts too.
    """
    return _check_content(options, preview)[0]


def check_site(options: Options) -> list[Problem]:
    """Return all that is wrong in the content and in the emails that wait, and what will end."""
    problems, texts = _check_content(options)
    problems += ending(options.output, datetime.now(UTC))
    if texts and last_built(options.outbox):
        # What it needs is loaded only where emails wait.
        from plugins.check.emails import waiting_problems
        problems += waiting_problems(options, texts, tuple(problems))
    return each_once(problems)


def missing_words(options: Options) -> list[Problem]:
    """Return each word without a translation; where there is none, remember it."""
    root, theme = options.root, options.theme
    digest = digest_of((*(theme / "templates").rglob("*"), *(theme / "locale").rglob("*.po")),
                       program_digest(root), tuple(options.languages))
    stamp = options.cache / "words"
    with suppress(OSError):
        if stamp.read_bytes() == digest:
            return []
    problems: list[Problem] = []
    for lang in options.languages:
        try:
            problems += untranslated(root, theme, lang)
        except Failure as error:
            problems.append(Problem(str(options.conf), 0, error.message))
    with suppress(OSError):
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_bytes(b"" if problems else digest)
    return problems


def each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in the order of files and lines; what several say is kept once."""
    once = {(problem.path, problem.line, str(problem.message)): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: (problem.path, problem.line))


def _check_content(options: Options, preview: bool = False
                   ) -> tuple[list[Problem], SiteTexts | None]:
    """Return all that is wrong, and the texts, unless a declaration keeps them from being read."""
    problems = [*missing_words(options), *_legal_gaps(options), *_wrong_settings(options)]
    texts: SiteTexts | None = None
    moved: list[Redirect] = []
    with recorded(problems):
        load_publishers(options.content / "firm.toml", options.languages)
    with recorded(problems):
        moved = read_redirects(options.content)
    with recorded(problems):
        request = read_request(options)
        declared = declare(request)
        checked = read_texts(request)
        texts = gather_texts(options, declared, checked, preview)
        problems += (problem for each in checked for problem in each.problems)
        problems += problems_among(texts)
        problems += (problem for form in declared.forms.values() for problem in form_advice(form))
        problems += _wrong_redirects(options, texts, moved)
    return each_once(problems), texts


def _wrong_settings(options: Options) -> Iterator[Problem]:
    """Yield what is wrong with what the emails are built with."""
    try:
        read_utm(options.settings["NEWSLETTER"])
    except SettingsError as error:
        yield Problem(str(options.conf), 0, error.message)


def _legal_gaps(options: Options) -> list[Problem]:
    """Return what the law asks the firm to say, and its data or its pages do not."""
    production = options.settings["PRODUCTION"]
    problems = legal_page_problems(options.content, options.languages, production)
    with recorded(problems):
        problems += legal_problems(options.content / "firm.toml", production)
    return problems


def _wrong_redirects(options: Options, site: SiteTexts, moved: list[Redirect]) -> Iterator[Problem]:
    """Yield what is wrong with the old addresses, as far as the content alone tells."""
    known = {file: site.leads(file.removesuffix("index.html"))
             for row in moved for file in (row.file, row.old, row.target)}
    built = {file for file, leads in known.items() if leads}
    untold = {row.target for row in moved if known[row.target] is None} - {
        row.file for row in moved}
    yield from wrong_redirects(options.content, moved, built | untold)
