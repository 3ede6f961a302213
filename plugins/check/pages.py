"""The pages that forms and emails lead to exist and are published."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.core.messages import Problem, say


def missing_pages(contents: Contents) -> Iterator[Problem]:
    """Yield an error for each page that is needed and that readers cannot reach."""
    for key, declaration in contents.needed.items():
        for lang in contents.languages:
            file = f"pages/{key}.{lang}.md"
            path = f"{contents.root}/{file}"
            if path in contents.published | contents.unreadable:
                continue
            if declaration:
                yield Problem(declaration, 0, say(
                    "the form needs the page “{file}”, which does not exist; write it", file=file))
            else:
                yield Problem(path, 0, say(
                    "pages and emails lead to this page, and it does not exist or is not "
                    "published; write it"))
