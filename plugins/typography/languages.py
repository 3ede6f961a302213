"""List the rules of each language in the order in which they apply.

French: Lexique des règles typographiques, Imprimerie nationale. English: curly quotes, the
ellipsis, the dash, no space before a mark.
"""

from plugins.core.plain_text import expression
from plugins.typography.edits import (
    ENDS_WORD,
    FOLLOWS,
    GAP_AFTER_WORD,
    HIDDEN,
    NARROW,
    NO_BREAK,
    ORDINARY,
    SPACE,
    Rule,
    dashes,
    gap_becomes,
    points,
    quote_edits,
    space_after,
    space_before,
)
from plugins.typography.hiding import AMOUNT, MINUTES, thousands

STYLES = (("«", "»"), ("“", "”"), ("‘", "’"))

OPENING = expression(rf"«(?P<gap>{SPACE}*+)(?=[^»])")
CLOSING = expression("»")
QUOTED = expression(r"[^\s«]")
"""What a closing mark follows."""

STRAY = expression(rf"{GAP_AFTER_WORD}[,.…)]{FOLLOWS}")
STRAY_LAST = expression(rf"(?P<gap>{SPACE}(?<=[.…!?]{SPACE}){SPACE}*+)\){FOLLOWS}")
STRAY_AFTER = expression(rf"\((?P<gap>{SPACE}++)(?=[^)])")

HIGH = expression(rf"(?:[!?]++|;)(?:{FOLLOWS}|(?=[«“]))")
COLON = expression(rf":(?={SPACE}|[«“\"]|\Z)")
MARKED = expression(rf"{ENDS_WORD}|[.…]")
"""What a high mark or a colon follows."""

GLUED = expression(rf"(?:{NARROW}(?:[!?]++|;)|{NO_BREAK}:)(?P<gap>)(?=[«“])")
"""The place after a mark and before a quotation, where a space is missing."""

SPLIT_SIGN = expression(rf"(?<![\w'’.-])[Nn](?P<gap>{SPACE}++)°(?={SPACE}*+\d)")
"""The gap inside “n °”."""

SEVERAL = (r"os(?=\s++\d++(?:\s*+(?:,|[-–]|et\b|ou\b|à)\s*+\d++)++"
           r"(?:\s*+(?:[.;:!?…)\]»”]|,(?!\s*+\d)|\Z)|\s++d(?:e|u|es)\b))")
"""The plural of n°, where several numbers and no noun follow; elsewhere “nos” is “our”."""

TITLES = {
    "[Nn]": rf"°s?|ºs?|ᵒˢ?|{SEVERAL}",
    "§": "§?",
    "[Aa]": r"rt\.",
    "M": r"M?\.|mes?|lles?|e(?=\s*+[A-ZÀ-ÖØ-Þ])",
    "D": "r",
    "p": r"p?\.(?=\s*+(?:\d|[IVXLC]++(?!\w)|[ivx]{2,}+(?!\w)))",
}
"""The words that announce a number or a name: how each begins, and how it may go on."""

TITLE = expression(
    r"[NnAaMDp§](?<![\w.-].)(?:"
    + "|".join(f"(?<={first})(?:{rest})" for first, rest in TITLES.items())
    + rf")(?P<gap>{ORDINARY}++)(?=\w|{HIDDEN})")
"""The gap after such a word."""

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

DAY_NUMBER = r"[0-9](?<![\w.,].)(?:(?<=0)[1-9]|(?<=[12])\d|(?<=3)[01]|(?<=[1-9]))"

DAY = expression(rf"(?:{DAY_NUMBER}|1(?<![\w.,].)er)(?P<gap>{ORDINARY}++)(?=(?i:{MONTHS})(?!\w))")
"""The gap between a day and its month."""

PART = expression(
    r"[AaCcLlPpSsTtVv](?<![\w.-].)(?:(?<=[Aa])(?:rticles?|linéas?|l\.|nnexes?)"
    r"|(?<=[Cc])hap(?:itres?|\.)|(?<=[Ss])ect(?:ions?|\.)|(?<=[Tt])(?:itres?|omes?)"
    r"|(?<=[Ll])ivres?|(?<=[Vv])ol\.|(?<=[Pp])(?:ages?|aragraphes?))"
    rf"(?P<gap>{ORDINARY}++)(?=\d|[IVXLC]++(?!\w)|[LRDA]\.{SPACE}?\d)")
"""The gap between a part of a law or a book and its number."""

CODE = expression(rf"[LRDA](?<![\w.-].)\.(?P<gap>{ORDINARY}++)"
                  rf"(?=\d++-\d|\d{{3}}|(?:(?<=rt\.{NO_BREAK}...)|(?<=rticle{NO_BREAK}...)|(?<=rticles{NO_BREAK}...))\d)")
"""The gap inside the number of an article of a code: “L. 441-6”, “art. L. 1”."""

ENGLISH_STYLES = (("“", "”"), ("‘", "’"))

ENGLISH_STRAY = expression(rf"{GAP_AFTER_WORD}(?:[,.;:]|[!?]++){FOLLOWS}")

ENGLISH_MONTHS = ("January|February|March|April|May|June|July|August|September|October|November|"
                  "December")

ENGLISH_DAY = expression(rf"{DAY_NUMBER}(?P<gap>{ORDINARY}++)(?=(?:{ENGLISH_MONTHS})(?!\w))")

RULES: dict[str, tuple[Rule, ...]] = {
    "en": (
        ("\"'", lambda text: quote_edits(text, ENGLISH_STYLES)),
        (".", points),
        ("-", dashes),
        (",.;:!?", gap_becomes(ENGLISH_STRAY, "")),
        ("0123456789", gap_becomes(ENGLISH_DAY, NO_BREAK)),
    ),
    "fr": (
        ("\"'", lambda text: quote_edits(text, STYLES)),
        (".", points),
        ("(", gap_becomes(STRAY_AFTER, "")),
        (",.…)", gap_becomes(STRAY, "")),
        (")", gap_becomes(STRAY_LAST, "")),
        ("°", gap_becomes(SPLIT_SIGN, "")),
        ("«", space_after(OPENING, NO_BREAK)),
        ("»", space_before(CLOSING, QUOTED, NO_BREAK)),
        ("-", dashes),
        (";!?", space_before(HIGH, MARKED, NARROW)),
        (":", space_before(COLON, MARKED, NO_BREAK)),
        ("«“", space_after(GLUED, " ")),
        ("", thousands),
        ("", gap_becomes(AMOUNT, NO_BREAK)),
        ("h", gap_becomes(MINUTES, NO_BREAK)),
        ("", gap_becomes(TITLE, NO_BREAK)),
        ("0123456789", gap_becomes(DAY, NO_BREAK)),
        ("", gap_becomes(PART, NO_BREAK)),
        ("LRDA", gap_becomes(CODE, NO_BREAK)),
    ),
}
