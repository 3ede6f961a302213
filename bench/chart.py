"""Draw seconds as bars in an SVG file that is legible by day and by night, in two languages."""

from collections.abc import Mapping
from html import escape

LABELS = {
    "cold build": "premier build", "nothing changed": "rien de changé",
    "one body edited": "un texte modifié", "a title edited": "un titre modifié",
    "an article added": "un article ajouté", "a template changed": "un gabarit modifié",
    "first page of `serve`": "première page de « serve »",
    "save to page, serving": "de l’enregistrement à la page",
}
"""The cases that are drawn, with their names in French."""

LEFT, WIDTH, BAR = 170, 760, 16

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 } .case { font-weight: 600 }
.name { text-anchor: end } rect { fill: #8c959f } .ours { fill: #b3261e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } rect { fill: #768390 } .ours { fill: #ff8a80 }
}
"""


def draw(titles: Mapping[str, str], seconds: Mapping[str, Mapping[str, float]], foot: str) -> str:
    """Return the chart of seconds by case and builder, whose titles are given, above a line."""
    longest = max((value for case in LABELS if case in seconds
                   for value in seconds[case].values()), default=1)
    parts, y = [], 0
    for case, french in LABELS.items():
        if case not in seconds:
            continue
        parts.append(_text(LEFT, y + 24, f"{case.replace('`', '')} · {french}", "case"))
        y += 32
        for builder, value in seconds[case].items():
            width = max((WIDTH - LEFT - 70) * value / longest, 1)
            parts += [
                _text(LEFT - 8, y + 12, titles[builder], "name"),
                f'<rect class="{builder}" x="{LEFT}" y="{y + 2}" width="{width:.1f}" '
                f'height="{BAR - 4}"/>',
                _text(LEFT + width + 6, y + 12, f"{value:.2f} s", "")]
            y += BAR
    parts.append(_text(LEFT, y + 28, foot, ""))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 40}" role="img" '
        f'aria-label="{escape(foot)}">', f"<style>{STYLE}</style>", *parts, "</svg>\n"])


def _text(x: float, y: float, words: str, name: str) -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y}">{escape(words)}</text>'
