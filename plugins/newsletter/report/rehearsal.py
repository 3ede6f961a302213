"""Rehearse a push: make a draft in the real audience, read it back, compare it, delete it."""

from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from plugins.core.messages import Message, say
from plugins.newsletter import digest
from plugins.newsletter.campaigns import FIELDS
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.outbox import Campaign, digest_of
from plugins.newsletter.provider import NotFoundError, Provider, ProviderError, UncertainError
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.wording import difference, in_language

Remark = tuple[bool, Message]

HTML = "<!doctype html><html lang=\"{lang}\"><head><title>{title}</title></head><body>\n" \
       "<p>{title}</p></body></html>\n"


def is_rehearsal(title: str, name: str) -> bool:
    """Tell whether a campaign was made by a rehearsal of the newsletter with this name."""
    return title.startswith(_beginning(name))


def _beginning(name: str) -> str:
    # Without the strokes of an issue's title: no command takes it for an issue, or sends it.
    return f"{name} (rehearsal "


def rehearse(newsletter: Newsletter, lang: str, editor: Editor) -> list[Remark]:
    """Return whether the provider makes of a draft what it is asked for.

    What is deleted is the one draft that was made here. Its name is said before, for no program
    says anything after a kill; what is left over then, every look of the doctor names.
    """
    provider = newsletter.provider
    email, audience = _email(newsletter, lang), provider.count_audience()
    step = Step(email, audience.parts[lang], audience.total,
                provider.wanted_facts(email, audience.parts[lang]), provider.name)
    editor.tell(step.say("{lang}: the draft “{title}” is made in {provider}, and deleted again; "
                         "nobody receives it. If this is stopped, delete it there"))
    try:
        identity = provider.create(email, step.part)
    except UncertainError as error:
        return [(False, error.message), (False, left_over(email.title, "?", provider.name))]
    try:
        found = _compared(step, provider, identity)
    except ProviderError as error:
        found = [(False, error.message)]
    except BaseException:
        editor.tell(_deleted(provider, identity, email.title)[1])
        raise
    return [*found, _deleted(provider, identity, email.title)]


def left_over(title: str, identity: str, provider: str) -> Message:
    """Return that a draft of a rehearsal is, or may be, at the provider still."""
    return say("the draft “{title}” ({id}) may be left over in {provider}; nothing sends it, and "
               "you can delete it there", title=title, id=identity, provider=provider)


def _email(newsletter: Newsletter, lang: str) -> Campaign:
    """Return an email that is nobody's issue, under a title that no other campaign has."""
    settings = newsletter.settings
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    title = f"{_beginning(settings.name)}{now} {token_hex(4)})"
    blank = Campaign(
        issue="", lang=lang, title=title, subject=title, preview=title, from_name=settings.name,
        reply_to=settings.reply_to[lang], digest="", site="", web="",
        html=HTML.format(lang=lang, title=title), text=f"{title}\n")
    value = digest_of(blank)
    return replace(blank, digest=value, html=digest.write(blank.html, value))


def _compared(step: Step, provider: Provider, identity: str) -> list[Remark]:
    """Return in what the draft, with its content, is not what was asked for."""
    email = step.campaign
    provider.set_content(identity, email.html, email.text)
    draft = provider.read_draft(identity)
    wrong = [name for name in FIELDS[:-1] if draft.facts[name] != step.wanted[name]]
    wrong += ["content"] if draft.digest != email.digest else []
    if draft.title != email.title:
        return [(False, step.say("{provider} calls it “{found}”, and not “{title}”",
                                 found=draft.title))]
    return [(False, difference(name, step, draft, provider)) for name in wrong] or [
        (True, in_language(step.lang, step.say(
            "{provider} made a draft as it was asked to: audience, part, subject, settings and "
            "digest of the content; it would go to {who} (subscribers: {recipients} of {audience})",
            who=step.part.who, recipients=step.recipients, audience=step.audience)))]


def _deleted(provider: Provider, identity: str, title: str) -> Remark:
    """Delete the draft, and return whether it is gone."""
    try:
        provider.delete(identity, title)
    except NotFoundError:
        return True, say("somebody has deleted the draft meanwhile")
    except ProviderError as error:
        return False, say("{left}: {reason}", left=left_over(title, identity, provider.name),
                          reason=error.message)
    return True, say("the draft was deleted again; nothing is left of it")
