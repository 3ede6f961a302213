"""Make a declaration of each form of Contact Form 7 and MC4WP, in every language of the site.

Takes the items of forms with their texts, the groups of those that are one form in several
languages, and the forms that are declared already; gives files of `content/forms`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugins.core.messages import say
from plugins.forms.declaration.form import Form, WordPress, comparable_claim
from plugins.forms.declaration.rules import RESERVED
from plugins.importer.markdown import Loss, near
from plugins.importer.wordpress.contact_form_7 import OldMail, read_mail, read_template
from plugins.importer.wordpress.export import MOST_META, Item
from plugins.importer.wordpress.form_fields import (
    Declared,
    DeclaredField,
    OldDrawing,
    OldField,
    form_toml,
    one_line,
)
from plugins.importer.wordpress.languages import known_code
from plugins.importer.wordpress.mc4wp import read_inputs
from plugins.register.keys import numbered, plain_words

KINDS = {"wpcf7_contact_form": "mail", "mc4wp-form": "subscription"}
"""The kinds of item that are forms, and how each is delivered here."""

PAGES = {"mail": ("contact", "thanks-contact"), "subscription": ("subscribe", "thanks-subscribe")}
"""The pages that a form stands on and leads to, unless its texts have one of their own."""

MOST_FIELDS = 200

SUBMIT = {"fr": "Envoyer", "en": "Send"}
TITLE = {"mail": {"fr": "Nous écrire", "en": "Write to us"},
         "subscription": {"fr": "Recevoir la lettre", "en": "Receive the letter"}}
"""What readers see above a form; its title there is for its owner alone."""

SUBJECT = "[Site] "


@dataclass(frozen=True)
class ImportedForm:
    """A declaration: its name, its text, the shortcodes that it answers to, what is not kept."""

    key: str
    toml: str
    wordpress: WordPress
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True)
class _Version:
    """A form in one language, as its plugin kept it."""

    item: Item
    lang: str
    drawing: OldDrawing


@dataclass
class _Importer:
    """Gives away names, ids and titles, each once."""

    languages: Sequence[str]
    there: Mapping[str, Form]
    pages: Mapping[int, str]
    keys: set[str]
    claimed: set[tuple[str, str]] = field(default_factory=set)


def import_forms(forms: Iterable[tuple[Item, str]], groups: Iterable[Mapping[str, int]],
                 langs: Mapping[int, str], languages: Sequence[str], there: Mapping[str, Form],
                 ours: Collection[str] = (), pages: Mapping[int, str] | None = None
                 ) -> tuple[ImportedForm, ...]:
    """Return a declaration of each form that none of those `there` answers to already.

    `forms` are items with their texts, `groups` the numbers of items that are one form, by
    language, `langs` the languages of items. `ours` are the names of declarations that an import
    has written before, which are made again. `pages` is the key of the page that a form stands on.
    """
    found = {item.number: _version(item, content, langs, languages)
             for item, content in forms if item.kind in KINDS and item.status != "trash"}
    foreign = {name: form for name, form in there.items() if name not in ours}
    importer = _Importer(languages, foreign, pages or {}, set(foreign))
    for form in foreign.values():
        importer.claimed.update((kind, comparable_claim(claim)) for kind in ("ids", "titles")
                                for claim in getattr(form.wordpress, kind))
    return tuple(_form(versions, importer) for versions in _grouped(found, groups, languages)
                 if not any(("ids", claim) in importer.claimed for each in versions
                            for claim in _ids(each.item)))


def _version(item: Item, content: str, langs: Mapping[int, str], languages: Sequence[str]
             ) -> _Version:
    """Return a form as it was drawn; the plugin itself notes a language, too."""
    content = content[:MOST_META]
    lang = known_code(item.first("_locale"), languages) or langs.get(item.number) or languages[0]
    # The text of the item holds all that the plugin has, as one text to be searched.
    drawing = read_inputs(content) if item.kind == "mc4wp-form" else read_template(
        item.first("_form") or content.partition("\n1\n")[0])
    if left := drawing.fields[MOST_FIELDS:]:
        drawing = replace(drawing, fields=drawing.fields[:MOST_FIELDS], losses=(
            *drawing.losses[:MOST_FIELDS], Loss(say(
                "a form has {most} fields here at most; {count} are left out", most=MOST_FIELDS,
                count=len(left)), near(item.title))))
    return _Version(item, lang, drawing)


def _grouped(found: Mapping[int, _Version], groups: Iterable[Mapping[str, int]],
             languages: Sequence[str]) -> Iterator[list[_Version]]:
    """Yield the versions of each form, the first language first.

    Those of which nothing says so are one form where they ask for the same in other languages.
    """
    together = [[found[number] for number in group.values() if number in found]
                for group in groups]
    together = [group for group in together if group]
    taken = {each.item.number for group in together for each in group}
    alike: dict[tuple[object, ...], list[_Version]] = {}
    for version in found.values():
        if version.item.number in taken:
            continue
        shape = version.item.kind, *((each.name, each.type) for each in version.drawing.fields)
        same = alike.get(shape, [])
        if not same or version.lang in {each.lang for each in same}:
            same = alike[shape] = []
            together.append(same)
        same.append(version)
    for group in together:
        yield sorted(group, key=lambda each: (languages.index(each.lang)
                                              if each.lang in languages else 99))


def _form(versions: list[_Version], importer: _Importer) -> ImportedForm:
    first, delivery = versions[0], KINDS[versions[0].item.kind]
    losses = [loss for each in versions for loss in each.drawing.losses]
    spoken = _spoken(versions, importer.languages, losses)
    names = _names(next(iter(spoken.values())).drawing.fields)
    mails = {lang: read_mail(each.item, names) if delivery == "mail" else OldMail()
             for lang, each in spoken.items()}
    own = [mails[each.lang] for each in versions if each.lang in mails]
    losses += [loss for mail in own for loss in mail.losses]
    losses += _to_be_asked(first, own, delivery)
    key, (page, thanks) = _key(first.item, importer), PAGES[delivery]
    wordpress = _claims(versions, importer)
    declared = Declared(
        next((importer.pages[each.item.number] for each in versions
              if each.item.number in importer.pages), page), thanks, delivery,
        {lang: TITLE[delivery].get(lang, TITLE[delivery]["en"]) for lang in spoken},
        {lang: one_line(each.drawing.submit) or SUBMIT.get(lang, SUBMIT["en"])
         for lang, each in spoken.items()},
        tuple(_fields(spoken, names, losses)), wordpress,
        _together(mail.recipient for mail in own) or ("{email}",),
        _together(mail.copy for mail in own),
        {lang: mail.subject or SUBJECT + one_line(spoken[lang].item.title)
         for lang, mail in mails.items()}, _answers(mails))
    return ImportedForm(key, form_toml(declared), wordpress, tuple(losses))


def _spoken(versions: list[_Version], languages: Sequence[str], losses: list[Loss]
            ) -> Mapping[str, _Version]:
    """Return a version for each language of the site, another one where there is none."""
    first, by_lang = versions[0], {each.lang: each for each in reversed(versions)}
    if missing := [lang for lang in languages if lang not in by_lang]:
        losses.append(Loss(say("the form has no words in “{langs}”, and has the same there; "
                               "translate them in its file", langs=", ".join(missing)),
                           near(first.item.title)))
    spoken = {lang: by_lang.get(lang, first) for lang in languages}
    if KINDS[first.item.kind] == "mail":
        return spoken
    return {lang: replace(each, drawing=replace(each.drawing, fields=_with_email(
        each.drawing.fields))) for lang, each in spoken.items()}


def _with_email(fields: Sequence[OldField]) -> tuple[OldField, ...]:
    """Return the fields of a subscription, which has one address, always asked."""
    address = next((each for each in fields if each.type == "email"),
                   OldField("email", "email", "Email", autocomplete="email"))
    others = (replace(each, type="text") if each.type == "email" else each
              for each in fields if each is not address)
    return replace(address, required=True), *others


def _to_be_asked(first: _Version, mails: Iterable[OldMail], delivery: str) -> Iterator[Loss]:
    """Yield what a person must look at in every form."""
    title = near(first.item.title)
    yield Loss(say("readers see a neutral title above the form, because no reader ever saw its old "
                   "one; write yours into “title”"), title)
    if delivery == "mail":
        addresses = _together(mail.recipient for mail in mails)
        yield Loss(say("check who receives the form ({addresses}), and for how many days it is "
                       "kept", addresses=", ".join(addresses) or "{email}"), title)
    else:
        yield Loss(say("the audience of a subscription is that of firm.toml; check that the form "
                       "asks for consent"), title)
        if kept := [each.label for each in first.drawing.fields
                    if each.type not in ("email", "consent")]:
            yield Loss(say("Mailchimp is told the address and the language alone, and these fields "
                           "stay with the form; delete those that nobody reads"),
                       near(", ".join(map(one_line, kept))))


def _fields(spoken: Mapping[str, _Version], names: Mapping[str, str], losses: list[Loss]
            ) -> Iterator[DeclaredField]:
    """Yield each field with its words in every language; those of the first where it lacks."""
    first = next(iter(spoken.values()))
    for number, old in enumerate(first.drawing.fields):
        same: dict[str, OldField] = {}
        for lang, each in spoken.items():
            found = _counterpart(number, first.drawing.fields, each.drawing.fields)
            if found is None:
                losses.append(Loss(say("a field differs in “{lang}”, and has the words of the "
                                       "other language; correct them", lang=lang),
                                   near(old.label)))
                found = old
            same[lang] = found
        version = first.item.modified or first.item.written
        yield DeclaredField(names[old.name], old, {
            lang: replace(each, label=one_line(each.label) or old.name,
                          placeholder=one_line(each.placeholder)) for lang, each in same.items()},
            version.strftime("%Y-%m") if version else "1")
    for lang, each in spoken.items():
        alike = _kinds(each.drawing.fields) == _kinds(first.drawing.fields)
        losses += (Loss(say("a field that only “{lang}” has is left out", lang=lang),
                        near(other.label)) for other in each.drawing.fields
                   if not alike and not any(other.name == old.name
                                            for old in first.drawing.fields))


def _counterpart(number: int, fields: Sequence[OldField], others: Sequence[OldField]
                 ) -> OldField | None:
    """Return a field in another language: of the same name, else in the same place."""
    old = fields[number]
    found = next((other for other in others if other.name == old.name), None)
    if found is None and _kinds(fields) == _kinds(others):
        found = others[number]
    same = found and found.type == old.type and len(found.options) == len(old.options)
    return found if same else None


def _kinds(fields: Iterable[OldField]) -> list[str]:
    return [each.type for each in fields]


def _names(fields: Iterable[OldField]) -> Mapping[str, str]:
    """Return the names of fields here, by the old ones: `your-name` is `name`."""
    names: dict[str, str] = {}
    for old in fields:
        plain = "_".join(plain_words(old.name.removeprefix("your-"))) or "field"
        plain = plain if plain[0].isalpha() else f"field_{plain}"
        taken = RESERVED | set(names.values())
        names[old.name] = next(name for name in numbered(plain, mark="_") if name not in taken)
    return names


def _key(item: Item, importer: _Importer) -> str:
    """Return a name that no other form has, begun by a letter."""
    plain = "-".join(plain_words(item.title))[:60].strip("-")
    plain = plain if plain[:1].isalpha() else f"form-{plain or item.number}"
    key = next(key for key in numbered(plain) if key not in importer.keys)
    importer.keys.add(key)
    return key


def _ids(item: Item) -> Iterator[str]:
    """Yield by what shortcodes name a form: its number, its digest, its number of long ago."""
    yield str(item.number)
    if digest := item.first("_hash"):
        yield digest[:7]
    if old := item.first("_old_cf7_unit_id"):
        yield old


def _claims(versions: Iterable[_Version], importer: _Importer) -> WordPress:
    """Return the ids and titles of a form that no other one has."""
    claims: dict[str, list[str]] = {"ids": [], "titles": []}
    for each in versions:
        for kind, found in (("ids", _ids(each.item)), ("titles", [one_line(each.item.title)])):
            for claim in filter(None, found):
                if (kind, comparable_claim(claim)) not in importer.claimed:
                    importer.claimed.add((kind, comparable_claim(claim)))
                    claims[kind].append(claim)
    return WordPress(tuple(claims["ids"]), tuple(claims["titles"]))


def _answers(mails: Mapping[str, OldMail]) -> Mapping[str, tuple[str, str]]:
    """Return the acknowledgement in each language, if the form had one."""
    some = next((mail.answer for mail in mails.values() if any(mail.answer)), None)
    return {lang: mail.answer if any(mail.answer) else some
            for lang, mail in mails.items()} if some else {}


def _together(addresses: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for some in addresses for address in some))
