"""Each article of the issue has its page on the site."""

from collections.abc import Iterator

from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter
from plugins.problems import say


def missing_articles(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each article that the built site does not publish."""
    for address, title in letter.campaign.articles.items():
        if letter.site.fault(address):
            yield Finding(say(
                "the article “{title}” has no page on the built site; publish it, or take it out "
                "of the issue, and build again", title=title), field="articles")
