"""Know what texts and emails are both asked: addresses, promises, gaps, template tags."""

import re
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from plugins.core.messages import Message, say
from plugins.core.plain_text import expression

FOLLOWED = ("https", "http", "mailto", "tel")
"""The schemes that every mail program hands on."""

# RFC 6761, 6762 and 8375; `.internal` is reserved by ICANN, `.lan` is what routers give.
LOCAL = (".localhost", ".local", ".internal", ".home.arpa", ".lan")

SCHEME = expression(r"([a-z][a-z\d+.-]*):", re.IGNORECASE)

FRENCH_MAIL = r"""(?:(?:cet?|cette|la\ présente|notre)\s+(?:courriel|e-?mail|mail|message|envoi|
    lettre|infolettre|newsletter|numéro)\b|la\ présente\b(?!\s+\w))"""
"""What the reader holds in hands, as the text calls it."""

TO_SOMETHING_ELSE = rf"""(?!\s+(?:aux?\b(?!\s+format)|des\b|d[’']une?\b|à\s+(?!{FRENCH_MAIL})
    (?:l[’']|(?:la|une?|chaque|cet?|cette|ces|son|sa|leurs?|toute)\b)))"""
"""Not a French promise: a contract or a file of the court is what has the attachment."""

FRENCH = rf"""
    \bci[-\s](?:joint|annexé)e?s?\b{TO_SOMETHING_ELSE}
  | \b(?:en|voir|voyez|ouvrez|consultez|téléchargez|cette|notre)\s+(?:la\s+|les\s+)?
        pièces?\s+jointes?\b{TO_SOMETHING_ELSE}
  | \bpièces?\s+jointes?(?=\s*:)
  | \b(?:jointe?s?|annexée?s?|en\s+annexe)\s+(?:à|de|avec)\s+{FRENCH_MAIL}
  | \b(?:en|voir)\s+(?-i:P\.J\.|PJ\b) | \b(?-i:P\.J\.|PJ)(?=\s*:)
"""

ENGLISH_MAIL = r"this\s+(?:e-?mail|mail|message|letter|newsletter|issue)\b"

THINGS = r"""(?:files?|documents?|pdfs?|cop(?:y|ies)|notes?|memos?|templates?|forms?|tables?|lists?|
    checklists?|guides?|slides|presentations?|spreadsheets?|drafts?|translations?|texts?)"""

NO_SEIZURE = r"(?!\s+(?:orders?|of|proceedings|procedures?|rules?|claims?)\b)"
"""What a court calls an attachment has such a word behind it."""

ENGLISH = rf"""
    \b(?:find|see)\s+(?:\w+\s+){{0,3}}?(?:attached|enclosed)\b(?!\s+(?:to|by|under)\b)
  | (?:^|(?<=[.!?:…\n\ue000]))\s*(?:attached|enclosed)\s+
        (?:(?:is|are)\s+(?:the|an?|our|your)|you|please|find|below)\b
  | \b(?:the|our)\s+(?:attached|enclosed)\s+(?:\w+\s+)?{THINGS}\b
  | \b{THINGS}\s+(?:is|are)\s+(?:attached|enclosed)\b(?!\s+(?:to|in|by|within)\b)
  | \b(?:attached|enclosed|attachments?)\s+(?:to|in|with)\s+{ENGLISH_MAIL}
  | \bwe(?:(?:\s+have|[’']ve)\s+(?:attached|enclosed)|\s+enclose)\b
  | \b(?:attached|enclosed)\s+herewith\b
  | \b(?:see|open|in)\s+(?:the\s+|our\s+)attachments?\b{NO_SEIZURE}
  | \bsee\s+attachments?\b{NO_SEIZURE} | \battachments?(?=\s*:)
"""

PROMISES = {lang: expression(pattern, re.VERBOSE | re.IGNORECASE)
            for lang, pattern in (("fr", FRENCH), ("en", ENGLISH))}

NUMBERED = ("titre", "chapitre", "livre", "tome", "annexe", "partie", "section", "article",
            "volume", "title", "chapter", "part", "book", "annex", "schedule", "appendix",
            r"art\.", "louis")
"""Words behind which XXX is thirty."""

DECORATIVE = "decorative"
"""The class of an image that tells a reader nothing: `![](x.png){.decorative}`."""

GAP = r"[ \t\u00a0\u202f]"

PLACEHOLDER = expression(
    r"[XxTFLlÀAE\[](?<!\w.)(?:(?<=X)"
    + "".join(rf"(?<!(?i:{word})[ \u00a0]X)" for word in NUMBERED) + r"XX+\b"
    rf"|(?<=X)X{GAP}?(?:€|euros?\b|%)"
    r"|(?<=[Xx])[Xx]/[Xx]{2}/(?:[Xx]{2,4}|\d{2,4})\b"
    r"|(?<=T)(?:ODO|BD)\b|(?<=F)IXME\b|(?<=[Ll])orem ipsum\b"
    rf"|(?<=[ÀA])(?<![A-ZÀ-Þ]\s.){GAP}"
    r"(?:FAIRE|(?:COMPL[EÉ]T|V[EÉ]RIFI|CONFIRM|PR[EÉ]CIS)ER)\b(?!\s[A-ZÀ-Þ])"
    rf"|(?<=E)rr(?:eur{GAP}?|or)!{GAP}(?:Source du renvoi introuvable|Signet non défini"
    r"|Reference source not found|Bookmark not defined)"
    r"|(?<=\[)(?:[●•]|TB[CD]|(?i:ins[eé]r(?:er|t))\b[^\]\n]*"
    r"|(?i:à|a|to be|tbc)\s+(?i:complét|confirm|vérifi|précis|complet|check)[^\]\n]*"
    r"|(?i:(?:[^\[\]\n]{1,40}\s)?(?:à\s(?:compléter|confirmer|vérifier|préciser|définir|insérer"
    r"|renseigner|déterminer)|to\sbe\s(?:completed|confirmed|checked|defined|inserted)))"
    r"(?=\](?![(\[:\ue000])))\])")
"""What stands for words that are still to be written."""

MERGE_TAG = r"\*\|[A-Z][A-Z0-9_]*(?::[^|\n]{0,60})?\|\*"
"""One of Mailchimp’s (https://mailchimp.com/help/all-the-merge-tags-cheat-sheet)."""

PERSONAL = r"(?:(?:first|last|full|sur)_?name|f?name|pr[eé]nom|nom|e-?mail|civilit[eé]|unsubscribe)"
"""What such languages call what they know of a reader, in small letters."""

CERTAIN = (
    rf"(?<![\w*]){MERGE_TAG}|{MERGE_TAG}(?![\w*])",  # else a cell between two words in italics
    r"\{\{[^{}\n]{1,80}\}\}",             # Mustache, Handlebars, Liquid, Jinja, HubSpot, Brevo
    r"\{%[^{}\n]{1,80}%\}",               # Liquid, Jinja, Twig: a condition or a loop
    r"%%[^\W\d]\w*%%",                    # Salesforce, Pardot
    r"<%[^<>\n]{1,80}%>",                 # ERB, JSP, Adobe Campaign
    r"\[%[^\[\]\n]{1,80}%\]",             # Template Toolkit, SendGrid
    r"\$\{[A-Za-z_][\w.]*\}",             # Marketo, FreeMarker
    r"\{![A-Za-z][\w.$]*\}",              # AWeber, Salesforce
)
"""How languages write what a program puts in the place of it, and nobody writes anything else."""

PERHAPS = (
    rf"\*\|(?i:{PERSONAL})\|\*",
    r"(?<!\d)(?<!\d[ \u00a0\u202f])%(?:(?![0-9A-F]{2})[A-Z][A-Z0-9_]{2,30}"  # not %C3%A9
    rf"|ADDRESS\w*|DATE|{PERSONAL})%(?!\w)",           # ActiveCampaign, Mailgun, Sarbacane
    r"\[\[[ ]?[A-Za-z_][\w.]*(?:[ ]?[:|][^\[\]\n]{1,60})?[ ]?\]\](?![(\[\w])",  # Mailjet
    r"\[(?:subscriber|newsletter|link):[\w-]+[^\[\]\n]{0,60}\](?![(\[])",       # MailPoet
    r"\[\w+,[ ]?fallback=[^\[\]\n]{0,40}\]",          # Campaign Monitor
    r"«[^\W\d_]+_\w+»",                               # Word’s mailings
)
"""What may as well be an author’s own brackets or signs."""

TEMPLATE_TAG = expression(f"(?P<certain>{'|'.join(CERTAIN)})|{'|'.join(PERHAPS)}")
BEGINNING = expression(r"\*\||\{[{%!]|%[%A-Za-z]|<%|\[[%\[]|\$\{|\[\w+[:,]|«\w+_")
"""What each of them begins with: where there is none, nothing is looked for."""

SUBJECT_LIMIT = 150
"""Characters; Mailchimp refuses a longer subject, though its specification does not say so."""

SUBJECT_SHOWN = 60
"""Characters, better not exceeded: Gmail shows about 70 on a desktop, a telephone some 40."""

PREVIEW_SHOWN = 140
"""Characters, of subject and preview together, that Gmail shows on a desktop; on a telephone 90."""


def unreachable(address: str) -> Message | None:
    """Return why an address would lead the reader of an email nowhere, None if it may lead."""
    if is_local(address):
        return local(address)
    if address.startswith("//"):
        return say("“{address}” begins with “//”, and mail programs do not guess what comes "
                   "before; write https:{address}", address=address)
    scheme = SCHEME.match(address)
    if not scheme:
        return say("“{address}” is not a full address, and a mail program does not know the site "
                   "around it; write https://…", address=address)
    if scheme[1].lower() not in FOLLOWED:
        return say("“{address}” begins with “{scheme}”, which mail programs do not follow; write "
                   "https://…", scheme=scheme[1], address=_short(address))
    return None


def local(address: str) -> Message:
    """Say of an address that `is_local` what is wrong with it."""
    return say("“{address}” is an address of your own computer or network, which no reader can "
               "reach; write the one on the web", address=address)


def is_local(address: str) -> bool:
    """Tell whether an address leads into the editor's own computer or network."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets around what is no IPv6
        return True
    if parts.scheme not in ("", "http", "https") or not parts.netloc:
        return parts.scheme == "file" or len(parts.scheme) == 1  # C:\…
    host = (parts.hostname or "").removesuffix(".")
    with suppress(ValueError):
        return not ip_address(host).is_global
    return "." not in host or host.endswith(LOCAL)


class Doubt(NamedTuple):
    """What is doubtful in some words: at which place, how it is written, what to say of it.

    A `certain` one is wrong wherever a reader may meet it.
    """

    place: int
    written: str
    message: Message
    certain: bool = False


def promises(words: str, lang: str) -> Iterator[Doubt]:
    """Yield each promise of an attachment in words of this language."""
    pattern = PROMISES.get(lang.partition("-")[0])
    for found in pattern.finditer(words) if pattern else ():
        yield Doubt(found.end() - len(found[0].lstrip()), found[0], say(
            "“{words}” promises an attachment, and our emails never have one; write a link to the "
            "page or the file instead", words=" ".join(found[0].split())))


def placeholders(words: str) -> Iterator[Doubt]:
    """Yield each thing that takes the place of words still to be written."""
    for found in PLACEHOLDER.finditer(words):
        yield Doubt(found.start(), found[0], say(
            "“{written}” is a placeholder; write the words themselves", written=found[0]))


def template_tags(words: str, *, may_be_code: bool = True) -> Iterator[Doubt]:
    """Yield each tag of a template language: nobody who reads it on the site has a first name."""
    way_out = say("write words that are right for everybody, or write it as code if they are meant "
                  "to see it") if may_be_code else say("write words that are right for everybody")
    for found in TEMPLATE_TAG.finditer(words) if BEGINNING.search(words) else ():
        yield Doubt(found.start(), found[0], say(
            "“{tag}” is a tag of a template language, which readers would see as it is; {way_out}",
            tag=found[0], way_out=way_out), bool(found["certain"]))


def too_long(subject: str, preview: str
             ) -> Iterator[tuple[str, Literal["error", "warning"], Message]]:
    """Yield which of the two would be refused or cut, and how bad that is."""
    if len(subject) > SUBJECT_LIMIT:
        yield "subject", "error", subject_too_long(subject)
    elif len(subject) > SUBJECT_SHOWN:
        yield "subject", "warning", say(
            "the subject has {length} characters, and many mail programs show {most} at most; "
            "shorten it, or put what counts in front", length=len(subject), most=SUBJECT_SHOWN)
    if len(preview) > PREVIEW_SHOWN:
        yield "preview", "warning", say(
            "the preview has {length} characters, and mail programs show {most} at most; shorten "
            "it, or put what counts in front", length=len(preview), most=PREVIEW_SHOWN)


def subject_too_long(subject: str) -> Message:
    """Return that the provider would refuse so long a subject."""
    return say("the subject has {length} characters; Mailchimp takes {limit} at most",
               length=len(subject), limit=SUBJECT_LIMIT)


def _short(address: str) -> str:
    """Return the beginning of an address: an image written out in one would fill the screen."""
    return address if len(address) <= 60 else f"{address[:60]}…"
