"""Make the drafts at the provider equal to the outbox; never send."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import EDITABLE, FIELDS, Draft, Facts
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import Provider, ProviderError
from plugins.newsletter.push.compare import Step, about_equal
from plugins.newsletter.push.snapshot import Plan, count_recipients, plan_issue
from plugins.newsletter.push.wording import (
    difference,
    finding_lines,
    in_language,
    note,
    plan_lines,
    remarks,
    step_lines,
    where,
)

NOTHING = say("nothing was written")

Written = Mapping[str, Step]
"""What a push has made what it must be, by the ids of the drafts."""


@dataclass(frozen=True)
class Pushed:
    """What a push did: the plan it followed, and what kept it from making a draft equal."""

    plan: Plan
    failures: tuple[Message, ...] = ()

    @property
    def exit_code(self) -> int:
        """What the command ends with: 0 the drafts equal the outbox, 1 they do not."""
        return 1 if self.plan.refused or self.failures else 0


def push(
    newsletter: Newsletter, issue: str, editor: Editor, langs: Sequence[str] = (),
    overwrite: bool = False,
) -> Pushed:
    """Create or update the draft of each language, in `langs` or else in all that were built.

    If the plan refuses one of them, nothing is written at all. `overwrite` replaces what was
    edited by hand. An editor is asked where an email has placeholders. What fails in one language
    does not keep another from its draft. Raises OutboxError, SettingsError, and ProviderError as
    long as nothing was written.
    """
    plan = plan_issue(newsletter, issue, langs, overwrite)
    if plan.refused:
        _tell_all(editor, (*plan_lines(plan, newsletter), NOTHING))
        return Pushed(plan)
    if not _agreed(plan, editor):
        return Pushed(plan, (NOTHING,))
    written, failures = _carry_out(newsletter, plan, editor)
    wrong = miscounted(newsletter.provider, written, editor)
    _tell_all(editor, wrong)
    for identity, step in written.items():
        _tell_all(editor, checklist_lines(newsletter.provider, identity, step))
    _tell_all(editor, map(note, plan.notes))
    return Pushed(plan, (*failures, *wrong))


def _agreed(plan: Plan, editor: Editor) -> bool:
    """Tell whether an editor wants what is written to hold words that are still to be written."""
    doubtful = [step for step in plan.steps if step.action not in ("nothing", "done")
                and any(finding.asks for finding in step.findings)]
    if not doubtful:
        return True
    for step in doubtful:
        _tell_all(editor, (step.say("{lang}: these words are still to be written"),
                           *finding_lines(step)))
    agreed = editor.confirm()
    if not agreed:
        editor.tell(NOTHING)
    return agreed


def miscounted(provider: Provider, written: Written, editor: Editor) -> tuple[Message, ...]:
    """Wait, once for all drafts, for their recipients; return a sentence for each wrong number.

    That the provider has not counted yet, or gives no answer, is only reported.
    """
    try:
        counts = count_recipients(
            provider, {identity: step.recipients for identity, step in written.items()})
        for identity, step in written.items():
            if step.recipients and not counts[identity]:
                editor.tell(step.say("{lang}: {provider} has not counted the recipients yet; "
                                     "check again before sending"))
        return tuple(_wrong_counts(provider, written, counts))
    except ProviderError as error:
        editor.tell(note(say("the recipients could not be counted: {reason}",
                             reason=error.message)))
        return ()


def checklist_lines(provider: Provider, identity: str, step: Step) -> Iterator[Message]:
    """Yield what the provider wants done before the campaign is sent; a draft may lack it."""
    try:
        for line in remarks(provider.name, provider.checklist(identity)):
            yield in_language(step.lang, line)
    except ProviderError as error:
        yield note(step.say("{provider}’s checklist could not be read: {reason}",
                            reason=error.message))


def _tell_all(editor: Editor, lines: Iterable[Message]) -> None:
    for line in lines:
        editor.tell(line)


def _carry_out(
    newsletter: Newsletter, plan: Plan, editor: Editor
) -> tuple[Written, list[Message]]:
    """Make every draft what it must be; return those that are now, and what failed."""
    written: dict[str, Step] = {}
    failures: list[Message] = []
    for step in plan.steps:
        if step.action in ("nothing", "done"):
            _tell_all(editor, step_lines(step, newsletter))
            continue
        try:
            draft = _write(newsletter, step)
        except ProviderError as error:
            failures.append(in_language(step.lang, error.message))
            editor.tell(failures[-1])
            continue
        written[draft.id] = step
        _tell_all(editor, (_done(step), *finding_lines(step),
                           *where(draft.address, step.provider)))
    return written, failures


def _write(newsletter: Newsletter, step: Step) -> Draft:
    """Create or update a draft; return it as the provider then shows it."""
    campaign, journal = step.campaign, newsletter.journal
    journal.intend(campaign.title, campaign.digest, step.wanted)
    if step.draft:
        _update(newsletter, step, step.draft)
        identity = step.draft.id
    else:
        identity = newsletter.provider.create(campaign, step.part)
        journal.record_creation(campaign.title, identity)
    draft = _read_back(newsletter, step, identity, FIELDS[:-1])
    if draft.facts["content"] != step.wanted["content"] or draft.digest != campaign.digest:
        newsletter.provider.set_content(identity, campaign.html, campaign.text)
        draft = _read_back(newsletter, step, identity, FIELDS)
    journal.record_push(campaign.title, draft.id, campaign.digest, draft.facts)
    return draft


def _update(newsletter: Newsletter, step: Step, draft: Draft) -> None:
    """Change the settings of a draft, if they differ, having it counted again if need be."""
    def intend(facts: Facts) -> None:
        newsletter.journal.intend(step.campaign.title, step.campaign.digest, facts)

    if set(step.fields) - {"content"}:
        recount = bool({"segment", "recipients"} & set(step.fields))
        newsletter.provider.update(draft, step.campaign, step.part, recount, intend)


def _read_back(newsletter: Newsletter, step: Step, identity: str, fields: Sequence[str]) -> Draft:
    """Return the draft as it now is; raise ProviderError if it is not what was asked for.

    Mailchimp drops a segment that it does not understand in silence, and ignores the content of a
    campaign with a template.
    """
    draft, campaign = newsletter.provider.read_draft(identity), step.campaign
    # Its content need not come back byte for byte: the digest in it tells.
    wrong = [name for name in fields if name != "content"
             and draft.facts[name] != step.wanted[name]]
    if "content" in fields and draft.digest != campaign.digest:
        wrong.append("content")
    if wrong:
        newsletter.journal.record_push(
            campaign.title, draft.id, campaign.digest, draft.facts, "stopped")
        raise ProviderError(step.say(
            "{provider} accepted the draft “{title}” without an error, but did not do what was "
            "asked. {difference}. Nothing was sent; look at the draft there",
            difference=difference(wrong[0], step, draft, newsletter.provider)))
    if draft.state.name not in EDITABLE:
        raise ProviderError(step.say(
            "the state of “{title}” in {provider} has meanwhile become “{status}”; look at it "
            "there",
            title=draft.title, status=draft.state.word))
    return draft


def _done(step: Step) -> Message:
    if step.draft:
        return step.say("{lang}: the draft “{title}” was updated")
    return step.say("{lang}: the draft “{title}” was created")


def _wrong_counts(
    provider: Provider, written: Written, counts: Mapping[str, int]
) -> Iterator[Message]:
    """Yield a sentence for each number that is wrong even for the audience as it is now."""
    wrong = [(step, counts[identity]) for identity, step in written.items()
             if counts[identity] and not about_equal(counts[identity], step.recipients)]
    parts = provider.count_audience().parts if wrong else {}
    for step, count in wrong:
        expected = parts[step.lang].count
        if not about_equal(count, expected):
            yield step.say("{lang}: recipients of the draft in {provider}: {count}; subscribers in "
                           "its part of the audience: {expected}; look at the draft there",
                           count=count, expected=expected)
