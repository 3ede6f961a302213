"""Describe who writes as schema.org does: people, who may work for the firm, and organizations."""

from typing import Any

from plugins.linked_data.things import Link, Node, Publication, node, reference, web_page


def byline(author: Any, url: str, firm: Node) -> Node:
    """Return an author as a text names them; the `firm` is described in the same block."""
    if not author.person:
        return node("Organization", name=author.name, url=url)
    return node("Person", id=f"{url}#author", name=author.name, url=url, jobTitle=author.role,
                worksFor=None if author.guest else reference(firm))


def described(author: Any, url: str, firm: Node, picture: str) -> Node:
    """Return all that an author's own page tells; `picture` is the address of the photo, or empty.
    """
    known = {**byline(author, url, firm), "@id": f"{url}#author", **node(
        "", image=picture, description=author.bio, email=author.email,
        sameAs=[profile.value for profile in author.profiles])}
    own = node("", knowsLanguage=[language.value for language in author.languages],
               hasCredential=author.bar and node("EducationalOccupationalCredential",
                                                 name=author.bar)) if author.person else {}
    return {**known, **own, "@type": "Person" if author.person else "Organization"}


def profile_page(page: Link, description: str, publication: Publication, author: Node,
                 articles: list[Node]) -> Node:
    """Return the page of an author, with the articles that it lists.

    Source: https://developers.google.com/search/docs/appearance/structured-data/profile-page
    """
    return {**web_page("ProfilePage", page, description, publication),
            **node("ProfilePage", mainEntity=reference(author), hasPart=articles)}
