"""Which pages of an issue are there for its readers."""

import json
from collections.abc import Callable, Sequence

import pytest

from plugins.core.messages import Message
from plugins.newsletter import outbox
from plugins.newsletter.provider import ProviderError
from plugins.newsletter.send.clearance import same_page, send_test, unreached
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import INTERESTS
from tests.support.fake_faults import Fault
from tests.support.website import Pages

PAGE = "/fr/2018-07/"


def pages_unreached(house: House, site: str) -> list[str]:
    """Return what is reported about the pages of the French issue."""
    campaign = outbox.read(house.outbox, ISSUE, "fr")
    return [str(sentence) for sentence in unreached(campaign, site)]


def test_a_page_that_answers_is_there(house: House, pages: Pages) -> None:
    """It is looked for once."""
    assert pages_unreached(house, f"{pages.site}/") == []
    assert pages.asked == [PAGE]


@pytest.mark.parametrize("target", ["/", "/login?next=/fr/2018-07/", "//other.example/fr/2018-07/",
                                    "https://other.example/fr/2018-07/"])
def test_a_page_that_leads_elsewhere_is_not_there(
    house: House, pages: Pages, target: str
) -> None:
    """A home page or a login in its place is no answer, and is not even asked for."""
    pages.moved = {PAGE: target}

    sentence, = pages_unreached(house, pages.site)

    assert f"no proper answer from {pages.site}{PAGE} (it leads" in sentence
    assert pages.asked == [PAGE]


@pytest.mark.parametrize("target", ["/fr/2018-07", "/fr/2018%2D07"])
def test_a_page_may_lead_to_itself_spelled_otherwise(
    house: House, pages: Pages, target: str
) -> None:
    """With or without the last slash, a reader who follows the link is there."""
    pages.moved = {PAGE: target}

    assert pages_unreached(house, pages.site) == []


def test_what_leads_round_and_round_is_not_there(house: House, pages: Pages) -> None:
    """It ends with a sentence all the same."""
    pages.moved = {PAGE: "/fr/2018-07", "/fr/2018-07": PAGE}

    assert "it leads on to" in pages_unreached(house, pages.site)[0]


@pytest.mark.parametrize(("target", "same"), [
    ("https://a.example/b/", True), ("https://a.example/b", True), ("http://a.example/b/", True),
    ("https://c.example/b/", False), ("ftp://a.example/b/", False)])
def test_http_may_become_https_at_the_same_host(target: str, same: bool) -> None:
    """Any server that has both sends readers on."""
    assert same_page("http://a.example/b/", target) == same
    assert not same_page("https://a.example/b/", "http://a.example/b/")


def test_an_issue_is_looked_for_at_its_own_site(house: House, pages: Pages) -> None:
    """Unless another one is named, at which the same paths are asked for."""
    web = f"{pages.site}/fr/2018-07/"
    house.build("fr", site=pages.site, web=web)
    pages.missing = {PAGE}

    assert pages_unreached(house, "") == [
        f"no proper answer from {web} (404); publish the site first with “./inv publish”"]
    pages.missing = set()
    assert pages_unreached(house, "") == []
    assert pages.asked == [PAGE, PAGE]


def test_each_page_is_looked_for(house: House, pages: Pages) -> None:
    """What keeps the first does not hide the second; one sentence names both."""
    house.build("fr", articles=[
        {"key": key, "title": "A", "url": f"https://lettre.example/fr/{key}/"} for key in "ab"])
    pages.missing = {"/fr/a/", "/fr/b/"}

    told = pages_unreached(house, pages.site)

    assert len(told) == 1 and f"{pages.site}/fr/a/ (404), {pages.site}/fr/b/ (404);" in told[0]
    assert sorted(pages.asked) == ["/fr/2018-07/", "/fr/a/", "/fr/b/"]


@pytest.mark.parametrize(("hops", "is_there"), [(2, True), (3, False)])
def test_a_page_may_lead_on_twice(
    house: House, pages: Pages, hops: int, is_there: bool
) -> None:
    """Enough for https and for a last slash."""
    spellings = [PAGE, PAGE.rstrip("/"), f"{PAGE}/", f"{PAGE}//"]
    pages.moved = dict(zip(spellings[:hops], spellings[1:], strict=False))

    assert (pages_unreached(house, pages.site) == []) is is_there


def test_a_port_belongs_to_the_host() -> None:
    """But where http becomes https, which has a port of its own."""
    assert not same_page("http://a.example:1/b/", "http://a.example:2/b/")
    assert same_page("http://a.example:80/b/", "https://a.example:443/b/")


def test_a_checklist_without_a_word_keeps_the_issue(ready: House) -> None:
    """The editor reads where to look."""
    ready.fake.account.get_checklist = lambda query, campaign_id: {"is_ready": False, "items": []}

    sent = ready.send("en")

    assert "en: Mailchimp’s checklist says that the campaign is not ready; look at it there" \
        in sent.lines
    assert sent.states == ["refused"]


def test_a_warning_of_the_checklist_keeps_nothing(ready: House) -> None:
    """Mailchimp would send it."""
    ready.fake.account.get_checklist = lambda query, campaign_id: {"is_ready": True, "items": [
        {"type": "warning", "id": 1, "heading": "Subject", "details": "It is long."}]}

    assert ready.send().states == ["sent", "sent"]


def test_an_audience_that_changes_while_it_is_counted_is_counted_again(ready: House) -> None:
    """Somebody came between the count of all and that of a part."""
    count, looks = ready.fake.account.get_members, []

    def late(query, list_id):
        page = count(query, list_id)
        looks.append(query)
        return page | {"total_items": page["total_items"] + (
            len(looks) <= 3 and "interest_ids" not in query)}

    ready.fake.account.get_members = late

    assert ready.send().states == ["sent", "sent"]


def test_a_domain_is_known_in_whatever_letters(ready: House) -> None:
    """Mailchimp writes it in small ones."""
    ready.build("en", reply_to="Letter@Lettre.Example")
    ready.push()
    ready.test()
    ready.fake.account.domains[0]["authenticated"] = False

    sent = ready.send("en")

    assert ("en: the domain lettre.example is not authenticated in Mailchimp; authenticate it "
            "there, under Domains") in sent.lines


EDITOR = "editor@firm.example"


def mailed(
    house: House, *addresses: str, langs: Sequence[str] = (), lines: list[Message] | None = None
) -> list[str]:
    """Send a test of the issue; return what was said, which `lines` keeps whatever happens."""
    editor = ScriptedEditor(lines=[] if lines is None else lines)
    send_test(house.newsletter(), ISSUE, addresses, editor, langs)
    return editor.texts


def test_both_parts_are_sent_to_the_named_addresses(house: House) -> None:
    """As HTML and as plain text, once each."""
    house.push()

    mailed(house, EDITOR, langs=["fr"])

    assert house.fake.account.tests == [
        {"campaign": house.draft("fr")["id"], "send_type": kind, "test_emails": [EDITOR]}
        for kind in ("html", "plaintext")]


def test_the_version_that_was_tested_is_remembered(house: House) -> None:
    """Only what somebody looked at may be sent one day."""
    house.push()
    mailed(house, EDITOR)

    digest = json.loads((house.outbox / ISSUE / "en" / "campaign.json").read_text())["digest"]
    assert house.journal.memory("china-letter/2018-07/en").tested == digest


def test_a_draft_that_is_not_the_outbox_is_not_tested(house: House) -> None:
    """Else the editor would look at something else than what is sent."""
    house.push()
    house.build("en", words="Something new")

    with pytest.raises(ProviderError, match="en: .*push the issue first"):
        mailed(house, EDITOR)

    assert house.fake.account.tests == []


def test_an_edited_draft_is_not_tested(house: House) -> None:
    """The reason is that of the plan."""
    house.push()
    house.draft("en")["settings"]["subject_line"] = "By hand"

    with pytest.raises(ProviderError, match="edited in Mailchimp"):
        mailed(house, EDITOR)

    assert house.fake.account.tests == []


@pytest.mark.parametrize("addresses", [(), ("nobody",), (EDITOR, "a@b@c"), ("",)])
def test_what_is_no_address_is_refused(house: House, addresses: tuple[str, ...]) -> None:
    """Before Mailchimp is asked anything."""
    with pytest.raises(ProviderError):
        mailed(house, *addresses)

    assert house.fake.requests == []


def test_a_test_without_an_answer_is_not_sent_twice(house: House) -> None:
    """The editor looks into the mailbox, and asks again."""
    house.push()
    house.fake.faults.append(Fault("empty 504 after", "POST", "actions/test"))

    with pytest.raises(ProviderError):
        mailed(house, EDITOR, langs=["fr"])

    assert len(house.fake.account.tests) == 1
    assert house.journal.memory("china-letter/2018-07/fr").tested == ""


def test_what_went_out_is_reported_if_the_second_language_fails(house: House) -> None:
    """One test lies in the mailbox, and the sentence names the language of the other."""
    house.push()
    house.fake.faults.append(Fault("empty 504", "POST", "actions/test", spared=2))
    lines: list[Message] = []

    with pytest.raises(ProviderError, match="en: Mailchimp failed while writing"):
        mailed(house, EDITOR, lines=lines)

    assert len(lines) == 1 and "fr: Mailchimp sends a test" in str(lines[0])
    assert house.journal.memory("china-letter/2018-07/fr").tested


def test_a_draft_that_nobody_would_receive_can_be_tested(house: House) -> None:
    """An editor looks at it before its readers come."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False
    house.push()

    mailed(house, EDITOR, langs=["en"])

    assert [each["send_type"] for each in house.fake.account.tests] == ["html", "plaintext"]


def test_a_language_that_has_left_is_passed_over(ready: House) -> None:
    """The other one may still want its test, as on a computer that has not seen the first."""
    ready.send("fr")
    tests = len(ready.fake.account.tests)

    lines = mailed(ready, EDITOR)

    assert lines[0] == "fr: no test sent; being sent now"
    assert "a test of “china-letter/2018-07/en”" in lines[1]
    assert len(ready.fake.account.tests) == tests + 2


@pytest.mark.parametrize(("test", "received"), [
    ([EDITOR, "b@firm.example"], {"fr": [EDITOR, "b@firm.example"], "en": [EDITOR,
                                                                           "b@firm.example"]}),
    ({"fr": [EDITOR], "en": ["b@firm.example"]}, {"fr": [EDITOR], "en": ["b@firm.example"]})])
def test_a_list_in_the_settings_is_sent_the_test(
    house_with: Callable[..., House], test: object, received: dict[str, list[str]]
) -> None:
    """Each its language, and the editor reads who; an address that is named is sent it alone."""
    house = house_with(test=test)
    for lang in ("fr", "en"):
        house.build(lang)
    house.push()

    lines = mailed(house)

    tests = house.fake.account.tests
    assert {lang: tests[place]["test_emails"] for lang, place in (("fr", 0), ("en", 2))} == received
    assert all(", ".join(to) in line for line, to in zip(lines, received.values(), strict=True))
    mailed(house, "c@firm.example", langs=["fr"])
    assert tests[-1]["test_emails"] == ["c@firm.example"]


def test_a_language_for_which_nobody_is_named_keeps_all(house_with: Callable[..., House]) -> None:
    """Before anything is sent."""
    house = house_with(test={"fr": [EDITOR]})
    for lang in ("fr", "en"):
        house.build(lang)
    house.push()

    with pytest.raises(ProviderError, match=r"en: name at least one .*test\.en = \["):
        mailed(house)

    assert house.fake.account.tests == []
    assert "a test of “china-letter/2018-07/fr”" in mailed(house, langs=["fr"])[0]


def test_the_confirmation_says_when_the_last_test_went_and_to_how_many(ready: House) -> None:
    """And, where the email has changed since, that it has."""
    mailed(ready, EDITOR, "b@firm.example", langs=["fr"])

    said = ready.send(confirm=lambda: False).text

    assert said.count("the last test was sent on 20") == 2
    assert "(addresses: 2), and nothing has changed since" in said
    ready.build("fr", words="Autre chose")
    ready.push()
    assert "and the email has changed since" in ready.send().text
