"""Say what is wrong in the content: each text by itself, and what the texts say of each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, product

from plugins.atomic import last_built
from plugins.check.cache import CheckedText, ReadFile
from plugins.check.files import acting_drawings, poor_mark, unfit_files
from plugins.check.reading import ReadRequest, declare, read_request, read_texts
from plugins.check.rules import problems_among_all, problems_of_all, problems_of_laws
from plugins.check.site import wrong_menus, wrong_old_addresses
from plugins.check.site_texts import SiteTexts, gather_texts
from plugins.content.firm import legal_page_problems, legal_problems, load_publishers
from plugins.content.header import shown_keys
from plugins.content.reading import Declarations
from plugins.content.text import Text, listed
from plugins.core.files import digest_of, program_digest
from plugins.core.firm_file import FIRM_FILE
from plugins.core.i18n import load, load_desk, untranslated
from plugins.core.look import load_look
from plugins.core.messages import CatalogueError, Problem, SettingsError, recorded
from plugins.core.project import Options, problem_of
from plugins.forms.declaration.load import form_advice
from plugins.newsletter.mailchimp.settings import read_mailchimp_settings
from plugins.newsletter.settings import read_newsletter_settings
from plugins.register.laws import Laws
from plugins.site.redirects import read_redirects
from plugins.site.serving.files import ending

SHOWN = frozenset(shown_keys())


@dataclass(frozen=True)
class Gathering:
    """Makes of all texts what the rules on all of them look at, by what is declared.

    In a `preview`, readers reach drafts too.
    """

    options: Options
    declared: Declarations
    preview: bool

    def texts(self, checked: Sequence[CheckedText]) -> SiteTexts:
        """Return the texts with all that the rules must know of the site."""
        return gather_texts(self.options, self.declared, checked, self.preview)

    def misled(self, texts: SiteTexts) -> list[Problem]:
        """Return each place in menus and each old address that leads to no text."""
        return [*wrong_menus(texts, self.declared), *wrong_old_addresses(texts)]


@dataclass(frozen=True)
class SiteCheck:
    """All that is wrong: with declarations, each text by itself, each among all, all, and laws.

    There are no `texts` where a declaration keeps them from being read. What is `misled` are menus
    and old addresses that lead to no text. What is wrong with declarations only a whole check asks
    again.
    """

    declared: list[Problem]
    texts: SiteTexts | None = None
    alone: Mapping[str, CheckedText] = field(default_factory=dict)
    among: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    of_all: list[Problem] = field(default_factory=list)
    of_laws: list[Problem] = field(default_factory=list)
    misled: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """All of them, in the order of files and lines."""
        return each_once([
            *self.declared, *(problem for each in self.alone.values() for problem in each.problems),
            *(problem for problems in self.among.values() for problem in problems),
            *self.of_site])

    @property
    def of_site(self) -> list[Problem]:
        """What all texts together are asked."""
        return [*self.of_all, *self.of_laws, *self.misled]

    def gathered(self, gathering: Gathering) -> "SiteCheck":
        """Return the same with the texts gathered, if it was kept without them."""
        return self if self.texts else replace(
            self, texts=gathering.texts(list(self.alone.values())))

    def with_bodies(self, read: Iterable[ReadFile]) -> "SiteCheck | None":
        """Return what is wrong with other bodies of some texts.

        None if more has changed than bodies, and all must be asked again.
        """
        texts, fresh = self.texts, {file.path: file.checked for file in read}
        if not texts or any(self._is_more_than_body(path, now) for path, now in fresh.items()):
            return None
        if not fresh:
            return self
        alone = {**self.alone, **fresh}
        return self._asked_again(alone, replace(
            texts, texts=[alone[text.path].text or text for text in texts.texts]))

    def with_texts(self, read: Iterable[ReadFile], gone: Set[str], gathering: Gathering
                   ) -> "SiteCheck":
        """Return what is wrong where some texts are others, new or `gone`."""
        files = list(read)
        if not gone and (same := self.with_bodies(files)):
            return same
        alone = {**self.alone, **{file.path: file.checked for file in files}}
        alone = {path: alone[path] for path in sorted(alone) if path not in gone}
        texts = gathering.texts([*alone.values()])
        return replace(self._asked_again(alone, texts), of_all=problems_of_all(texts),
                       of_laws=problems_of_laws(texts), misled=gathering.misled(texts))

    def _is_more_than_body(self, path: str, now: CheckedText) -> bool:
        before = self.alone.get(path)
        return not (now.text and before and before.text
                    and outline(now.text) == outline(before.text))

    def _asked_again(self, alone: Mapping[str, CheckedText], texts: SiteTexts) -> "SiteCheck":
        """Return the same of other texts, each asked among all if it would see something else."""
        if not self.texts:
            return replace(self, texts=texts, alone=alone, among=_among(texts))
        texts.learn(self.texts)
        changed = texts.changes(self.texts)
        among = {text.path: self.among[text.path]
                 if text.path not in changed and changed.isdisjoint(texts.ends[text.path])
                 else problems_among_all(text, texts) for text in texts.texts}
        return replace(self, texts=texts, alone=alone, among=among)

    def with_laws(self, laws: Laws, touched: Set[str]) -> "SiteCheck":
        """Return what is wrong when other things are said of some laws, whose keys are the same."""
        if not (self.texts and touched):
            return self
        texts = replace(self.texts, laws=laws)
        texts.learn(self.texts)
        among = {text.path: problems_among_all(text, texts) for text in texts.texts
                 if not touched.isdisjoint(listed(text.header.get("laws", "")))}
        return replace(self, texts=texts, among={**self.among, **among},
                       of_laws=problems_of_laws(texts))


def check(options: Options, *, preview: bool = False) -> list[Problem]:
    """Return all that is wrong in the words, the declarations and the texts; change none of them.

    In a `preview`, readers reach drafts too.
    """
    return check_content(options, preview=preview).problems


def check_content(options: Options, *, preview: bool = False) -> SiteCheck:
    """Find what `check` returns, in a form in which edits of bodies are checked at once."""
    if unfit := [*unfit_files(options), *broken_catalogues(options)]:
        return SiteCheck(unfit)  # what reads them would hang, or report each text's fault
    found = [*missing_words(options), *_legal_gaps(options), *_wrong_newsletter(options),
             *acting_drawings(options), *poor_mark(options)]
    with recorded(found):
        load_publishers(options.content / FIRM_FILE, options.languages)
    with recorded(found):
        load_look(options.content, options.theme)
    with recorded(found):
        read_redirects(options.content)
    with recorded(found):
        request = read_request(options)
        declared = declare(request)
        checked = check_texts(request, Gathering(options, declared, preview))
        found += chain(*map(form_advice, declared.forms.values()))
        return replace(checked, declared=found)
    return SiteCheck(found)


def check_texts(request: ReadRequest, gathering: Gathering) -> SiteCheck:
    """Find what is wrong with the texts that are asked for, and with all that are gathered."""
    checked = read_texts(request)
    texts = gathering.texts(checked)
    return SiteCheck([], texts, dict(zip(sorted(map(str, request.paths)), checked, strict=True)),
                     _among(texts), problems_of_all(texts), problems_of_laws(texts),
                     gathering.misled(texts))


def check_site(options: Options) -> list[Problem]:
    """Return all that is wrong in the content and in the emails that wait, and what will end."""
    found = check_content(options)
    problems, texts = found.problems, found.texts
    problems += ending(options.output, datetime.now(UTC))
    if texts and last_built(options.outbox):
        # What it needs is loaded only where emails wait.
        from plugins.check.emails import waiting_problems
        problems += waiting_problems(options, texts, tuple(problems))
    return each_once(problems)


def broken_catalogues(options: Options) -> Iterator[Problem]:
    """Yield what is wrong with each catalogue, without which nothing can be said or printed."""
    for lang, catalogue in product(options.languages, (load, load_desk)):
        try:
            catalogue(options.theme / "locale", lang)
        except CatalogueError as error:
            yield from error.problems
        except SettingsError as error:
            yield Problem(str(options.conf), 0, error.message)


def missing_words(options: Options) -> list[Problem]:
    """Return each word without a translation; where there is none, remember it."""
    root, theme = options.root, options.theme
    digest = digest_of((*(theme / "templates").rglob("*"), *(theme / "locale").rglob("*.po")),
                       program_digest(root), tuple(options.languages))
    stamp = options.cache / "words"
    with suppress(OSError):
        if stamp.read_bytes() == digest:
            return []
    problems = [each for lang in options.languages for each in untranslated(root, theme, lang)]
    with suppress(OSError):
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_bytes(b"" if problems else digest)
    return problems


def each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in the order of files and lines; what several say is kept once."""
    once = {_told(problem): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: (problem.path, problem.line))


def others(problems: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """Return the problems that say something else than those that are known."""
    told = set(map(_told, known))
    return [problem for problem in problems if _told(problem) not in told]


def _told(problem: Problem) -> tuple[str, int, str]:
    return problem.path, problem.line, str(problem.message)


def outline(text: Text) -> Text:
    """Return what the rules on all texts see of one: of its header, not the words for readers."""
    header = {name: value for name, value in text.header.items() if name not in SHOWN}
    return replace(text, header=header, links=(), images=(), headings=(), shortcodes=(),
                   anchors=frozenset(), terms=(), said_days=())


def _among(texts: SiteTexts) -> Mapping[str, tuple[Problem, ...]]:
    return {text.path: problems_among_all(text, texts) for text in texts.texts}


def _wrong_newsletter(options: Options) -> Iterator[Problem]:
    """Yield what is wrong with the newsletter’s settings, which the emails need once they exist."""
    settings = options.settings["NEWSLETTER"]
    language = (list(options.languages), options.settings["DEFAULT_LANG"])
    try:
        read_newsletter_settings(settings, *language)
        read_mailchimp_settings(settings, *language, {})
    except SettingsError as error:
        named = error.setting.split(".")[1]
        # Emails that are built carry these; of the rest the push alone has need.
        is_built = named == "utm" or (named in ("from", "name")
                                      and any(options.content.glob("issues/*.md")))
        yield replace(problem_of(error, options), level="error" if is_built else "warning")


def _legal_gaps(options: Options) -> list[Problem]:
    """Return what the law asks the firm to say, and its data or its pages do not."""
    production = options.settings["PRODUCTION"]
    problems = legal_page_problems(options.content, options.languages, production)
    with recorded(problems):
        problems += legal_problems(options.content / FIRM_FILE, production)
    return problems
