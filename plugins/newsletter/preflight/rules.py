"""Look at an email before it is sent: a function for each rule.

A rule is a generator of findings about an `InspectedEmail`, in the list RULES. It asks nothing of
Mailchimp or of the network: what is known of the site is its built files.
"""

import re
from collections.abc import Callable, Iterator

from plugins.content.email_rules import (
    Doubt,
    is_local,
    placeholders,
    promises,
    template_tags,
    too_long,
    unreachable,
)
from plugins.core.messages import Message, say
from plugins.newsletter.mailchimp import merge_tags
from plugins.newsletter.mailchimp.merge_tags import HTML_TAGS, TEXT_TAGS
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.email import (
    SIZE_LIMIT,
    BuiltSite,
    Finding,
    InspectedEmail,
    Passage,
    Tag,
    kilobytes,
    read_markup,
)
from plugins.site.links import broken

SHORTCODE = re.compile(r"\[(?:contact-form(?:-7)?|mc4wp_form)(?![\w-])[^\]\n\ue000]{0,40}\]?",
                       re.IGNORECASE)

MARK = re.compile(r"\{(?:filename|static|attach|form|category|tag|author|index)\}")

ROOM = 80_000
"""Bytes above which there is little room left: Mailchimp makes every link that it counts longer."""

HEAVY = 200_000
"""Bytes of one image: a telephone on the train waits for seconds."""

HEAVY_TOGETHER = 800_000
"""Bytes of all images of an email."""

SHOWN_BY_ALL = (b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff")
"""How PNG, GIF and JPEG begin; Outlook knows no other kind that browsers know."""


def leftovers(email: InspectedEmail) -> Iterator[Finding]:
    """Yield a problem at each thing outside of code that was to be replaced, or never will be."""
    for passage in _passages(email):
        for doubt in _left_over(passage.words):
            yield _finding(doubt, passage, is_error=doubt.certain)


def unwritten_words(email: InspectedEmail) -> Iterator[Finding]:
    """Yield a warning at each promise of an attachment, and at each placeholder."""
    for passage in _passages(email):
        for doubt in promises(passage.words, email.campaign.lang) if passage.reads else ():
            yield _finding(doubt, passage)
        for doubt in placeholders(passage.words) if passage.reads else ():
            yield _finding(doubt, passage, asks=True)


def _passages(email: InspectedEmail) -> Iterator[Passage]:
    for name, value in (("subject", email.campaign.subject), ("preview", email.campaign.preview)):
        yield Passage(value, field=name)
    yield Passage(email.html.words, email.html.line_at)
    for tag in email.html.tags:
        yield Passage(" \n".join(tag.attributes.values()), tag.line_at, reads=False)
    yield Passage(_without_code(email), file="email.txt", reads=False)


def _finding(doubt: Doubt, passage: Passage, *, is_error: bool = False, asks: bool = False
             ) -> Finding:
    return Finding(doubt.message, "error" if is_error else "warning", passage.field, passage.file,
                   passage.line_at(doubt.place), asks, doubt.written)


def _left_over(words: str) -> Iterator[Doubt]:
    for found in SHORTCODE.finditer(words):
        yield Doubt(found.start(), found[0], say(
            "the shortcode “{written}” belongs to no form; declare its form in content/forms, or "
            "write it as code if readers are meant to see it", written=found[0]), certain=True)
    for found in MARK.finditer(words):
        yield Doubt(found.start(), found[0], say(
            "“{written}” should have been replaced; correct what it names, or write it as code if "
            "readers are meant to see it", written=found[0]), certain=True)
    # Those of our own templates are Mailchimp's; another rule looks for those that are not.
    yield from (doubt for doubt in template_tags(words)
                if not merge_tags.begins_with_one(doubt.written))


def _without_code(email: InspectedEmail) -> str:
    """Return the plain text without what is code in the HTML, and looks like something left."""
    text = email.campaign.text
    for passage in email.html.code:
        if next(_left_over(passage), None):
            text = re.sub(r"\s+".join(map(re.escape, passage.split())), "", text)
    return text


def broken_links(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at each address that no reader reaches, or that the site does not have."""
    site = email.campaign.site
    if is_local(site):
        yield Finding(say(
            "the email was built for {site}, which no reader can reach; build it with the public "
            "address as SITEURL", site=site), file="campaign.json")
    others = _told_elsewhere(email)
    anchors = {tag.attributes[name] for tag in email.html.tags for name in ("id", "name")
               if name in tag.attributes}
    for address, file, line in email.addresses():
        if address not in others and not merge_tags.begins_with_one(address) \
                and not MARK.search(address):
            message = _fault(address, email, anchors)
            if message:
                yield Finding(message, file=file, line=line, written=address)


def _told_elsewhere(email: InspectedEmail) -> set[str]:
    """Return the addresses of the site that other rules look at: its images, the articles."""
    images = {tag.attributes.get("src", "") for tag in email.html.tags if tag.name == "img"}
    articles = {article.url for article in email.campaign.articles}
    return {address for address, _, _ in email.addresses() if email.is_own(address)
            and (address in images or address.partition("?")[0] in articles)}


def _fault(address: str, email: InspectedEmail, anchors: set[str]) -> Message | None:
    fault: Message | None
    if address.startswith("#"):
        fault = None if address[1:] in anchors else say(
            "leads to an anchor that the email does not have")
    elif email.is_own(address):
        fault = email.site.fault(address)
    else:
        return unreachable(address)
    return broken(address, fault) if fault else None


def missing_articles(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at each article that the built site does not publish."""
    for article in email.campaign.articles:
        if email.site.fault(article.url):
            yield Finding(say(
                "the article “{key}” has no page on the built site; publish it, or take it out of "
                "the issue, and build again", key=article.key), field="articles")


def foreign_merge_tags(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at each tag that Mailchimp would fill in, and nobody has looked at."""
    campaign = email.campaign
    for field in ("subject", "preview"):
        for tag, _ in merge_tags.foreign(getattr(campaign, field), ()):
            yield Finding(merge_tags.refused(tag, HTML_TAGS), field=field)
    for file, content, allowed in (("email.html", campaign.html, HTML_TAGS),
                                   ("email.txt", campaign.text, TEXT_TAGS)):
        for tag, place in merge_tags.foreign(content, allowed):
            yield Finding(merge_tags.refused(tag, allowed), file=file,
                          line=content.count("\n", 0, place) + 1, written=tag)


def missing_footer(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error for each part that lacks the way out or the postal address."""
    ways = {tag.attributes.get("href", "") for tag in email.html.tags if tag.name == "a"}
    text = email.campaign.text
    parts = (("email.html", HTML_TAGS, ways, email.html.words),
             ("email.txt", TEXT_TAGS, text, text))
    for file, tags, links, _ in parts:
        if tags.unsubscribe not in links:
            yield Finding(say(
                "there is no link {tag}, and every reader must be able to unsubscribe; put it "
                "back into the template {template}", tag=tags.unsubscribe,
                template=_template(file)), file=_template(file))
    for file, tags, _, words in parts:
        if tags.address not in words:
            yield Finding(say(
                "the publisher’s postal address {tag} is missing, which the law and Mailchimp ask "
                "for; put it back into the template {template}", tag=tags.address,
                template=_template(file)), file=_template(file))


def _template(file: str) -> str:
    return f"email/{file.replace('email', 'issue')}"


def poor_subject(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error where one is missing or would be refused, and a warning where it is long."""
    subject, preview = email.campaign.subject, email.campaign.preview
    if not re.search(r"\w", subject):
        yield Finding(say("the email has no subject; write one into the issue"), field="subject")
    if not re.search(r"\w", preview):
        yield Finding(say(
            "the email has no preview text, and mail programs would show the first words of the "
            "page; write one into the issue"), field="preview")
    for name, level, message in too_long(subject, preview):
        yield Finding(message, level, field=name)


def heavy_email(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at an email that Gmail would cut, and a warning if it nearly would."""
    size = len(email.campaign.html.encode())
    values = {"size": kilobytes(size), "limit": kilobytes(SIZE_LIMIT)}
    if size > SIZE_LIMIT:
        yield Finding(say(
            "the email weighs {size} kB and Gmail cuts what exceeds {limit} kB; shorten the "
            "editorial or take an article out", **values), field="articles")
    elif size > ROOM:
        yield Finding(say(
            "the email weighs {size} kB; Gmail cuts what exceeds {limit} kB, and Mailchimp still "
            "adds to it; shorten it if you can", **values), "warning", field="articles")


def poor_images(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at an image without words or of another site, a warning without its size."""
    for tag in email.html.tags:
        if tag.name != "img":
            continue
        name, address = tag.image_name, tag.attributes.get("src", "")
        written = tag.written_name
        if not tag.has_words:
            yield Finding(say(
                "the image {name} has no alternative text, and many readers see no images; write "
                "what it shows, or mark it as decorative", name=name), line=tag.line,
                written=written)
        if address.startswith(("http://", "https://")) and not email.is_own(address):
            yield Finding(say(
                "the image {name} is on another site, which would learn who reads the email; "
                "put it into the folder of images, and write {{static}}/images/…", name=name),
                line=tag.line, written=address)
        if not all(tag.attributes.get(side, "").isdecimal() for side in ("width", "height")):
            yield Finding(say(
                "the image {name} does not say how wide and how high it is, and Outlook shows it "
                "in its full size; give it both", name=name), "warning", line=tag.line,
                written=written)


def poor_image_files(email: InspectedEmail) -> Iterator[Finding]:
    """Yield an error at a file that is missing or of another kind, a warning at a heavy one."""
    sizes: dict[str, int] = {}
    for tag in email.html.tags:
        address = tag.attributes.get("src", "")
        if tag.name == "img" and email.is_own(address) and address not in sizes:
            data = email.site.read(address)
            sizes[address] = len(data or b"")
            yield from _faults(tag, data)
    together = sum(sizes.values())
    if together > HEAVY_TOGETHER:
        heaviest = max(sizes, key=lambda address: sizes[address])
        yield Finding(say(
            "the images weigh {size} kB together, and more than {limit} kB keep readers waiting; "
            "make them smaller or take some out: the heaviest is {name}",
            size=kilobytes(together), limit=kilobytes(HEAVY_TOGETHER),
            name=heaviest.rpartition("/")[2]), "warning", field="articles")


def _faults(tag: Tag, data: bytes | None) -> Iterator[Finding]:
    name, written = tag.image_name, tag.written_name
    if data is None:
        yield Finding(say("the image {name} is not on the built site; put it into the folder of "
                          "images, and build again", name=name), line=tag.line,
                      written=written)
        return
    if not data.startswith(SHOWN_BY_ALL):
        yield Finding(say("the image {name} is not a PNG, JPEG or GIF, and Outlook shows no other "
                          "kind; save it as one of these", name=name), line=tag.line,
                      written=written)
    if len(data) > HEAVY:
        yield Finding(say(
            "the image {name} weighs {size} kB, and more than {limit} kB keep readers waiting; "
            "make it smaller", name=name, size=kilobytes(len(data)), limit=kilobytes(HEAVY)),
            "warning", line=tag.line, written=written)


RULES: tuple[Callable[[InspectedEmail], Iterator[Finding]], ...] = (
    poor_subject, missing_articles, broken_links, poor_images, poor_image_files, leftovers,
    foreign_merge_tags, missing_footer, heavy_email, unwritten_words)
"""Every rule, in the order in which an editor reads what they find."""


def preflight(campaign: Campaign, site: BuiltSite) -> Iterator[Finding]:
    """Yield all that forbids or advises against sending an email, each thing once."""
    email = InspectedEmail(campaign, read_markup(campaign.html), site)
    said: set[str] = set()
    for rule in RULES:
        for finding in rule(email):
            if str(finding.message) not in said:
                said.add(str(finding.message))
                yield finding
