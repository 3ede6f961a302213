"""Typeset French and English as each is typeset."""


def typeset(html: str, lang: str) -> str:
    return html


def typeset_text(text: str, lang: str) -> str:
    return text
