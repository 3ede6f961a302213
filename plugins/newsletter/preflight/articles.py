"""Each article of the issue has its page on the site."""

from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter


def missing_articles(letter: Letter) -> Iterator[Finding]:
    """Yield an error at each article that the built site does not publish."""
    for article in letter.campaign.articles:
        if letter.site.fault(article.url):
            yield Finding(say(
                "the article “{key}” has no page on the built site; publish it, or take it out of "
                "the issue, and build again", key=article.key), field="articles")
