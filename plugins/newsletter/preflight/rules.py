"""No reader sees what the press should have replaced: a shortcode, the mark of a template."""

import re
from collections.abc import Iterator

from plugins.core.messages import Message, say
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter

SHORTCODE = re.compile(r"\[(?:contact-form(?:-7)?|mc4wp_form)(?![\w-])[^\]\n\ue000]{0,40}\]?",
                       re.IGNORECASE)

MARK = re.compile(r"\{\{[^{}\n]{0,60}\}\}|\{%[^{}\n]{0,60}%\}"
                  r"|\{(?:filename|static|attach|form|category|tag|author|index)\}")


def leftovers(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each of them outside of code, in words and attributes of either part."""
    for name, value in (("subject", letter.campaign.subject), ("preview", letter.campaign.preview)):
        for _, message in _left_over(value):
            yield Finding(message, field=name)
    for place, message in _left_over(letter.html.words):
        yield Finding(message, line=letter.html.line_at(place))
    for tag in letter.html.tags:
        for _, message in _left_over(" \n".join(tag.attributes.values())):
            yield Finding(message, line=tag.line)
    for _, message in _left_over(_without_code(letter)):
        yield Finding(message, file="email.txt")


def _left_over(words: str) -> Iterator[tuple[int, Message]]:
    for found in SHORTCODE.finditer(words):
        yield found.start(), say(
            "the shortcode “{written}” was left as it is; name its form in content/forms, or write "
            "it as code if readers are meant to see it", written=found[0])
    for found in MARK.finditer(words):
        yield found.start(), say(
            "“{written}” should have been replaced; correct what it names, or write it as code if "
            "readers are meant to see it", written=found[0])


def _without_code(letter: Letter) -> str:
    """Return the plain text without what is code in the HTML, and looks like something left."""
    text = letter.campaign.text
    for passage in letter.html.code:
        if next(_left_over(passage), None):
            text = re.sub(r"\s+".join(map(re.escape, passage.split())), "", text)
    return text
