"""Find words that promise an attachment: an email of ours never has one."""

import re
from collections.abc import Iterator

from plugins.core.messages import Message, say

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

PROMISES = {lang: re.compile(pattern, re.VERBOSE | re.IGNORECASE)
            for lang, pattern in (("fr", FRENCH), ("en", ENGLISH))}


def promises(words: str, lang: str) -> Iterator[tuple[int, Message]]:
    """Yield the place of each promise in a text of this language, and what to say of it."""
    pattern = PROMISES.get(lang.partition("-")[0])
    for found in pattern.finditer(words) if pattern else ():
        yield found.end() - len(found[0].lstrip()), say(
            "“{words}” promises an attachment, and our emails never have one; write a link to the "
            "page or the file instead", words=" ".join(found[0].split()))
