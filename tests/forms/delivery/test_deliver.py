"""A delivery is a subscription or a mail: to the firm of all that was sent, to others of none."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as some

from plugins.core.i18n import Catalogue, load
from plugins.core.jinja import new_environment
from plugins.core.messages import say
from plugins.forms.declaration.answer import check
from plugins.forms.declaration.form import Acknowledgement, Form, Option
from plugins.forms.delivery.deliver import (
    Sender,
    Subscribe,
    contact_message,
    deliverer,
    visitor_message,
)
from plugins.forms.delivery.plan import NO_PAGE, NOBODY, UNCONFIRMED, planner, way_back
from plugins.forms.delivery.worker import Deliver, Ended, Refused
from plugins.forms.page.draw import theme_of
from plugins.forms.records.submission import Consent, Delivery, Kind, Planned, Submission
from tests.forms.conftest import ROOT
from tests.support.submissions import EMAIL, NOW, SENT, WANTED

SENDER = Sender("site@lettre.example", "https://lettre.example", "Europe/Paris")
EVIL = "<script src=https://evil.example/x.js></script><img src=//evil.example>&amp;"

Write = Callable[..., EmailMessage]


@pytest.fixture(scope="session")
def write(forms: dict[str, Form]) -> Write:
    """Return what writes the mail of a submission to the firm, with some values changed."""
    catalogues = {lang: load(ROOT / "theme" / "locale", lang) for lang in ("fr", "en")}
    environments = {lang: new_environment(ROOT / "theme" / "templates", catalogue)
                    for lang, catalogue in catalogues.items()}

    def written(submission: Submission = SENT, sender: Sender = SENDER, **values: str
                ) -> EmailMessage:
        sent = replace(submission, values={**submission.values, **values})
        return contact_message(forms["contact"], sent, sender, catalogues[sent.lang].gettext,
                               environments[sent.lang])
    return written


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return one of the two texts of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


def test_the_mail_to_the_firm_says_all_and_answers_the_visitor(write: Write) -> None:
    """Labels are those of the visitor's language alone; empty fields are left out."""
    message = write()

    text = text_of(message)
    assert message["To"] == "presse@lettre.example"
    assert message["Reply-To"] == "zoe@firm.example"
    assert message["Subject"] == "[Site] Une demande de la presse – Zoé"
    assert "Votre nom\n    Zoé" in text
    assert "J’accepte." in text
    assert "https://lettre.example/fr/contact/" in text
    assert "3 juillet 2018" in text
    assert "Société" not in text
    assert "Your" not in text


def test_both_texts_of_the_mail_say_the_same(write: Write) -> None:
    """A reader of either misses nothing."""
    message = write()

    page = BeautifulSoup(text_of(message, "html"), "html.parser")
    assert page.html["lang"] == "fr"
    assert page.title.get_text() == message["Subject"]
    assert page.body.get_text(" ").split() == text_of(message).split()


def test_lines_of_a_message_stay_lines(write: Write) -> None:
    """In the HTML by what every mail program knows."""
    page = BeautifulSoup(text_of(write(message="One\nTwo"), "html"), "html.parser")

    assert page.find("br").parent.decode_contents() == "One<br/>Two"


def test_what_was_typed_is_text_in_the_mail(write: Write) -> None:
    """No mark-up of a visitor's, and nothing that a mail program would load."""
    html = text_of(write(name=EVIL, message=EVIL), "html")

    page = BeautifulSoup(html, "html.parser")
    assert page.find(["script", "img", "link", "a", "iframe", "form"]) is None
    assert EVIL in page.get_text()
    assert not [tag for tag in page.find_all(True) if tag.has_attr("src") or tag.has_attr("href")]


@pytest.mark.parametrize(("zone", "lang", "moment"), [
    ("Europe/Paris", "fr", "3 juillet 2018, 12:00 (heure d’été d’Europe centrale)"),
    ("Europe/Paris", "en", "3 July 2018, 12:00 (Central European Summer Time)"),
    ("UTC", "en", "3 July 2018, 10:00 (Coordinated Universal Time)"),
])
def test_a_mail_to_the_firm_says_when_by_the_firms_clock(
        write: Write, zone: str, lang: str, moment: str) -> None:
    """The zone is named; the header, which mail programs read, keeps universal time."""
    message = write(replace(SENT, lang=lang), replace(SENDER, zone=zone))

    assert moment in text_of(message)
    assert message["Date"].endswith("10:00:00 +0000")


def test_a_repeated_mail_is_known_by_its_id(write: Write) -> None:
    """The Message-ID depends on the submission alone."""
    assert write()["Message-ID"] == write()["Message-ID"] == "<contact.7b0c@lettre.example>"


@pytest.mark.parametrize(("email", "reply_to"), [
    ("zoe@firm.example", "zoe@firm.example"),
    ("o'neil+x@firm.example", "o'neil+x@firm.example"),
    ("zoe@société.example", "zoe@xn--socit-esab.example"),
    ("zoé@société.example", None),
    ("=?utf-8?q?=41?=@x.example", None),
    ("no address", None),
])
def test_an_address_that_every_server_takes_is_answered_directly(
        write: Write, email: str, reply_to: str | None) -> None:
    """Others, and what an earlier version let in, are in the text only: the mail arrives."""
    message = write(email=email)

    assert message["Reply-To"] == reply_to
    assert email in text_of(message)


def test_every_consent_is_in_the_mail(write: Write) -> None:
    """With its version, the one for readers in China too."""
    sent = replace(SENT, consents=(*SENT.consents, Consent("china", "2", "Je consens (PIPL).")))

    assert text_of(write(sent)).count("(version 2") == 2


ENDS = some.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])


@settings(deadline=None)
@given(before=some.text(max_size=60), after=some.text(max_size=60), end=ENDS)
def test_no_visitor_writes_a_header(write: Write, forms: dict[str, Form], before: str, after: str,
                                    end: str) -> None:
    """Whatever is typed, the mail has its own headers, and no further recipient."""
    evil = f"{end}Bcc: evil@evil.example{end}"
    checked = check(forms["contact"], "fr", {**SENT.values, "email": f"zoe@firm.example{evil}",
                                       "name": f"{before}{evil}{after}"})

    message = write(name=checked.values["name"])

    read = BytesParser(policy=default).parsebytes(message.as_bytes())
    assert sorted(read.keys()) == sorted(write().keys())
    assert (read["To"], read["Bcc"]) == ("presse@lettre.example", None)
    assert "\n" not in read["Subject"]
    assert "email" in checked.errors


@pytest.mark.parametrize("name", [
    "=?utf-8?q?x=0D=0ABcc=3A_evil=40y.fr=0D=0A=0D=0A<img_src=3Dhttp=3A//t.fr/p>?=",
    "=?utf-8?b?eA0KQmNjOiBldmlsQHkuZnI=?=",
    "==??utf-8?q?=0ABcc=3A_evil=40y.fr?=",
    "=?utf-8?q?=3D?= =?utf-8?q?=3Futf-8?q?=0D=0ABcc=3A_evil=40y.fr?=",
    "é =?utf-8?q?=0D=0ABcc=3A_evil=40y.fr?= " * 2,
])
def test_no_encoded_word_hides_a_header(write: Write, forms: dict[str, Form], name: str) -> None:
    """What a mail program would decode (RFC 2047) stays as typed, in the text to a letter."""
    checked = check(forms["contact"], "fr", {**SENT.values, "name": name})

    message = write(name=checked.values["name"])

    read = BytesParser(policy=default).parsebytes(message.as_bytes())
    assert checked.errors == {}
    assert read.keys() == write().keys()
    assert "utf-8?" in read["Subject"]
    assert checked.values["name"] in text_of(read)


PLAIN_SENDER = Sender("site@lettre.example")
SPAM = replace(SENT, values={**SENT.values, "name": "SPAM", "company": "SPAM", "message": "SPAM"})


@pytest.fixture
def gettext(catalogue_of: Callable[[str], Catalogue]) -> Callable[[str], str]:
    """Return the French words."""
    return catalogue_of("fr").gettext


def answer(kind: Kind, form: Form, sent: Submission, gettext: Callable[[str], str] = str,
           detail: str = "") -> EmailMessage:
    """Return the mail of a kind to the visitor."""
    delivery = Delivery(1, kind, EMAIL, detail, 0, NOW, sent)
    return visitor_message(form, delivery, PLAIN_SENDER, gettext)


def test_an_acknowledgement_says_what_the_form_says(forms: dict[str, Form]) -> None:
    """In the visitor's language, and not a word that was typed."""
    form = replace(forms["contact"], acknowledgement=Acknowledgement(
        {"fr": "Bien reçu"}, {"fr": "Nous répondons sous deux jours."}))

    message = answer("acknowledgement", form, SPAM)

    assert (message["To"], message["Subject"]) == ("zoe@firm.example", "Bien reçu")
    assert "Nous répondons sous deux jours." in message.get_content()
    assert "SPAM" not in message.as_string()
    assert message["Content-Language"] == "fr"


def test_a_domain_in_another_script_is_answered(forms: dict[str, Form]) -> None:
    """Its header is one that every server takes."""
    sent = replace(SENT, values={**SENT.values, "email": "zoe@société.example"})

    message = answer("acknowledgement", forms["contact"], sent)

    assert b"\r\nTo: zoe@xn--socit-esab.example\r\n" in message.as_bytes()


def test_no_machine_answers_an_acknowledgement(forms: dict[str, Form]) -> None:
    """It says that a machine wrote it (RFC 3834), and has an id of its own."""
    message = answer("acknowledgement", forms["contact"], SENT)

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == "<contact.7b0c.ack@lettre.example>"


def test_a_confirmation_goes_to_the_visitor(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """It repeats what was agreed to, and no word that the visitor typed."""
    sent = replace(WANTED, values={**WANTED.values, "first_name": "SPAM"})

    message = answer("subscription", forms["subscribe"], sent, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "J’accepte." in message.get_content()
    assert "SPAM" not in message.as_string()


def test_somebody_who_left_reads_how_to_come_back(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The address is on a line of its own."""
    message = answer("return", forms["subscribe"], WANTED, gettext, "https://a.example/b")

    assert message["To"] == "zoe@firm.example"
    assert "https://a.example/b" in message.get_content().splitlines()


def test_a_subscriber_reads_that_the_letter_comes_already(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The mail says nothing that was typed."""
    message = answer("return", forms["subscribe"], SPAM, gettext, NO_PAGE)

    assert message["To"] == "zoe@firm.example"
    assert "you need not do anything" in message.get_content()
    assert "SPAM" not in message.as_string()


FIRM = "cabinet@lettre.example"


@pytest.fixture
def mails() -> list[tuple[str, EmailMessage]]:
    """Return the mails that were handed over, each with its address."""
    return []


@pytest.fixture
def delivering(catalogue_of: Callable[[str], Catalogue], templates: Path,
               mails: list[tuple[str, EmailMessage]]) -> Callable[..., Deliver]:
    """Return what makes the deliveries of some forms."""
    async def send(message: EmailMessage, address: str) -> None:
        mails.append((address, message))

    def make(forms: dict[str, Form], subscribe: Subscribe | None = None) -> Deliver:
        return deliverer(forms, Sender("site@lettre.example"), theme_of(templates, catalogue_of),
                         send, subscribe)
    return make


def delivery(kind: Kind, address: str, detail: str = "") -> Delivery:
    """Return a delivery of the contact form, or of the subscription."""
    submission = SENT if kind in ("mail", "acknowledgement") else WANTED
    return Delivery(1, kind, address, detail, 0, NOW, submission)


def test_a_message_goes_to_the_firm_and_is_answered_to_the_visitor(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """Whatever the mail says, it is handed over for the address of the delivery."""
    deliver = delivering(plain)

    for kind, address in (("mail", FIRM), ("acknowledgement", EMAIL), ("return", EMAIL)):
        assert asyncio.run(deliver(delivery(kind, address, "https://a.example"))) == ()

    assert [(address, mail["To"]) for address, mail in mails] \
        == [(FIRM, FIRM), (EMAIL, EMAIL), (EMAIL, EMAIL)]
    assert mails[0][1]["Reply-To"] == EMAIL
    assert len({mail["Message-ID"] for _, mail in mails}) == 3


def test_a_subscription_goes_to_the_audience(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """What follows from it is reported."""
    asked: list[Delivery] = []

    def subscribe(delivery: Delivery) -> list[Planned]:
        asked.append(delivery)
        return [way_back(EMAIL, "https://a.example")]

    further = asyncio.run(delivering(plain, subscribe)(delivery("subscription", EMAIL)))

    assert (asked, mails) == ([delivery("subscription", EMAIL)], [])
    assert [each.detail for each in further] == ["https://a.example"]


def test_without_an_audience_a_subscription_is_a_mail(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """Locally one sees the mail that would ask to confirm."""
    asyncio.run(delivering(plain)(delivery("subscription", EMAIL)))

    assert [mail["Subject"] for _, mail in mails] == ["Please confirm your subscription"]


def test_a_form_that_is_gone_is_a_refusal(delivering: Callable[..., Deliver]) -> None:
    """What was sent stays in the database until a person declares the form again."""
    with pytest.raises(Refused, match="content/forms/contact.toml"):
        asyncio.run(delivering({})(delivery("mail", FIRM)))


def test_a_delivery_to_nobody_is_a_refusal(
        plain: dict[str, Form], delivering: Callable[..., Deliver]) -> None:
    """It was planned while its form was gone."""
    with pytest.raises(Refused, match="forms.retry 7b0c"):
        asyncio.run(delivering(plain)(delivery("mail", NOBODY)))


def test_each_recipient_has_a_delivery_of_its_own(plain: dict[str, Form]) -> None:
    """Those of the chosen answer, or else the form's; none waits for another's mailbox."""
    topic = next(field for field in plain["contact"].fields if field.name == "topic")
    asked = replace(topic, options=(Option("press", {}, ("a@firm.example", "b@firm.example")),))
    form = replace(plain["contact"], fields=tuple(
        asked if field is topic else field for field in plain["contact"].fields))

    plan = planner({"contact": form})

    assert [each.address for each in plan(SENT)] == ["a@firm.example", "b@firm.example"]
    assert [each.address for each in plan(replace(SENT, values={"topic": "article"}))] == [FIRM]


def test_a_copy_has_a_delivery_of_its_own_and_is_seen_by_all(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """In the mail it is a copy, as offices know it; who is a recipient gets it once."""
    form = replace(plain["contact"], copy=("archive@firm.example", FIRM, "b@société.example"))
    planned = planner({"contact": form})(SENT)

    for each in planned:
        asyncio.run(delivering({"contact": form})(delivery("mail", each.address)))

    assert [address for address, _ in mails] == [FIRM, "archive@firm.example", "b@société.example"]
    assert {(mail["To"], mail["Cc"]) for _, mail in mails} \
        == {(FIRM, "archive@firm.example, b@xn--socit-esab.example")}


def test_what_is_refused_for_good_goes_to_the_second_address(
        plain: dict[str, Form], catalogue_of: Callable[[str], Catalogue], templates: Path) -> None:
    """Once: if that one refuses it as well, a person must look at it."""
    form = replace(plain["contact"], if_refused=("partner@firm.example",))

    async def refuse(message: EmailMessage, address: str) -> None:
        raise Refused(say("550 no such mailbox"))

    deliver = deliverer({"contact": form}, SENDER, theme_of(templates, catalogue_of), refuse)

    with pytest.raises(Ended, match="550 no such mailbox") as end:
        asyncio.run(deliver(delivery("mail", FIRM)))
    assert end.value.further == (Planned("mail", "partner@firm.example", FIRM),)
    for first, detail in (("partner@firm.example", FIRM), ("partner@firm.example", "")):
        with pytest.raises(Refused):
            asyncio.run(deliver(delivery("mail", first, detail)))
    with pytest.raises(Refused):
        asyncio.run(deliver(delivery("acknowledgement", EMAIL)))


def test_a_mail_to_the_second_address_says_why(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]]) -> None:
    """Whoever reads it can have the first one corrected."""
    asyncio.run(delivering(plain)(delivery("mail", "partner@firm.example", FIRM)))

    [(address, mail)] = mails
    assert (address, mail["To"]) == ("partner@firm.example", FIRM)
    assert text_of(mail).startswith(
        f"Why it comes to you\n    Mail to {FIRM} was refused for good.\n")


def test_visitors_are_thanked_by_mail_only_where_a_form_says_so(plain: dict[str, Form]) -> None:
    """And three times a day at most: anybody can type anybody's address."""
    silent, thanking = plain["contact"], replace(plain["contact"], acknowledge=True)
    nameless = replace(SENT, values={**SENT.values, "email": ""})

    kinds = [[each.kind for each in planner({"contact": form})(submission)]
             for form, submission in ((silent, SENT), (thanking, SENT), (thanking, nameless))]

    assert kinds == [["mail"], ["mail", "acknowledgement"], ["mail"]]
    limited = planner({"contact": thanking})(SENT)[1]
    assert (limited.address, limited.most, limited.period) == (EMAIL, 3, timedelta(days=1))


def test_a_subscription_is_one_delivery(plain: dict[str, Form]) -> None:
    """The rest is for Mailchimp to write."""
    assert planner(plain)(WANTED) == (
        Planned("subscription", EMAIL, most=3, later=True),)


@pytest.mark.parametrize(("planned", "subject"), [
    (way_back(EMAIL, "https://a.example"), "Your request to receive our letter"),
    (way_back(EMAIL, NO_PAGE), "You already receive our letter"),
    (way_back(EMAIL, f"{UNCONFIRMED} https://a.example"), "Your request to receive our letter"),
])
def test_who_asks_again_reads_what_to_do(
        plain: dict[str, Form], delivering: Callable[..., Deliver],
        mails: list[tuple[str, EmailMessage]], planned: Planned, subject: str) -> None:
    """Once a week at most: the page on which to come back, or that nothing need be done."""
    asyncio.run(delivering(plain)(delivery(planned.kind, planned.address, planned.detail)))

    assert [(address, mail["Subject"]) for address, mail in mails] == [(EMAIL, subject)]
    assert (planned.most, planned.period) == (1, timedelta(days=7))
    page = planned.detail.rpartition(" ")[2]
    assert not page or page in mails[0][1].get_content().splitlines()


def test_what_no_form_plans_is_kept_for_a_person(plain: dict[str, Form]) -> None:
    """A mail to nobody: trying it shows why."""
    assert planner({})(SENT) == (Planned("mail", ""),)
