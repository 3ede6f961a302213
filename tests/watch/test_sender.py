"""Each thing that keeps mails from arriving is named, and fine once the advice is followed."""

import re
from pathlib import Path

import dns.rcode
import pytest

from plugins.core.messages import Failure
from plugins.watch import sender
from plugins.watch.sender import examine_domain, examine_server
from tests.support.name_server import Zone
from tests.support.smtp_sink import HANG, Sink, smtp_sink
from tests.support.web_server import tls
from tests.watch.conftest import Told

SENDER = "forms@letter.firm.example"
FIRM = "cabinet@firm.example"
KEY = "v=DKIM1; k=rsa; p=" + "QUJD" * 120


def server(told: Told, url: str) -> list[tuple[str, str]]:
    """Return what is said of a mail server."""
    return told(lambda: examine_server(url, SENDER, [FIRM]))


def domain(told: Told, zone: Zone, selector: str = "") -> list[tuple[str, str]]:
    """Return what is said of the sender's domain."""
    return told(lambda: examine_domain(zone.resolver(), SENDER, "mail.firm.example", selector,
                                       FIRM))


def follow(zone: Zone, sentence: str) -> None:
    """Write the record into the zone that a sentence says to write."""
    advice = re.search(r'(\S+)\. TXT "([^"]+)"', sentence)
    assert advice, sentence
    zone.texts[advice[1]] = [advice[2]]


def test_a_server_is_asked_as_far_as_a_mail_goes(told: Told, sink: Sink) -> None:
    """And gets none."""
    assert server(told, sink.url.replace("//", "//u:SECRET@")) == [
        ("fine", f"127.0.0.1 takes mails of {SENDER}, not encrypted")]
    assert sink.logins == [("u", "SECRET")]
    assert sink.messages == []


@pytest.mark.parametrize(("command", "answer", "said"), [
    ("MAIL", "550 no relay", f"127.0.0.1 refuses the sender {SENDER}: 550 no relay; set "
                             "FORMS_SENDER"),
    ("RCPT", "550 unknown", f"127.0.0.1 refuses the recipient {FIRM}: 550 unknown; correct"),
    ("AUTH", "-", "127.0.0.1 refuses the login: 535 5.7.8"),
    ("MAIL", "554 SECRET is wrong", f"127.0.0.1 refuses the sender {SENDER}: 554 … is wrong;")])
def test_what_a_server_refuses_is_to_be_done(
        told: Told, sink: Sink, command: str, answer: str, said: str) -> None:
    """In its words, without the password; fine once it takes it."""
    url = sink.url.replace("//", "//u:SECRET@")
    sink.answers[command] = answer
    state, sentence = server(told, url)[-1]
    sink.answers.clear()

    assert state == "to do" and sentence.startswith(said)
    assert "SECRET" not in sentence
    assert [state for state, _ in server(told, url)] == ["fine"]


def test_a_server_that_lets_new_ones_wait_is_fine(told: Told, sink: Sink) -> None:
    """The receiver asks again by itself."""
    sink.answers["RCPT"] = "451 greylisted"

    (_, _), (state, sentence) = server(told, sink.url)

    assert state == "fine"
    assert sentence.startswith(f"127.0.0.1 wants to be asked again later for {FIRM} (451")


def test_a_server_that_says_nothing_is_not_waited_for(
        told: Told, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing hangs."""
    monkeypatch.setattr(sender, "PATIENCE", 0.1)
    sink.answers["MAIL"] = HANG

    (state, sentence), = server(told, sink.url)

    assert state == "to do" and "cannot be reached (no answer in time)" in sentence


def test_a_server_that_is_not_there_is_named(told: Told) -> None:
    """With its port, which a firewall may close."""
    (state, sentence), = server(told, "smtp://u:SECRET@127.0.0.1:9")

    assert state == "to do"
    assert sentence.startswith("127.0.0.1:9 cannot be reached (no program accepts")


def test_encryption_that_is_asked_for_must_be_offered(
        told: Told, sink: Sink, proof: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a server that proves who it is; then it is used."""
    (lacking, lacks), = server(told, sink.url + "?starttls=yes")
    (plain, begins), = server(told, sink.url.replace("smtp:", "smtps:"))
    with smtp_sink(tls(proof)) as offering:
        url = offering.url.replace("127.0.0.1", "localhost") + "?starttls=yes"
        (untrusted, fails), = server(told, url)
        monkeypatch.setenv("SSL_CERT_FILE", str(proof))
        trusted = server(told, url)

    assert {lacking, plain, untrusted} == {"to do"}
    assert "does not do what SMTP_URL asks for: the server offers no encryption" in lacks
    assert "begin with smtps:// only for a port that is encrypted" in begins
    assert fails.startswith("localhost: encryption fails (the certificate is not signed by a known")
    assert trusted == [("fine", f"localhost takes mails of {SENDER}, encrypted")]


@pytest.mark.parametrize(("spf", "said"), [
    ([], "SPF: the zone does not say who may send as letter.firm.example; write "
         'letter.firm.example. TXT "v=spf1 mx a:mail.firm.example ~all"'),
    (["google-site-verification=1"], "SPF: the zone does not say who may send"),
    (["v=spf1 a:small -all", "v=spf1 include:mail.example ?all"],
     "SPF: letter.firm.example has 2 records, so that none counts; make them one: "
     'letter.firm.example. TXT "v=spf1 a:small include:mail.example ~all"'),
    (["v=spf1 include:all.example +all"], "SPF: anyone may send as letter.firm.example; write "
     'letter.firm.example. TXT "v=spf1 include:all.example ~all"'),
    (["v=spf1 mx all"], "SPF: anyone may send as letter.firm.example")])
def test_who_may_send_is_to_be_written_into_the_zone(
        told: Told, zone: Zone, spf: list[str], said: str) -> None:
    """The sentence holds the record; once it is there, all is fine."""
    zone.texts = {"letter.firm.example": spf, "_dmarc.firm.example": ["v=DMARC1; p=reject"]}
    (state, sentence), dmarc = domain(told, zone)
    follow(zone, sentence)

    assert state == "to do" and sentence.startswith(said)
    assert dmarc == ("fine", "DMARC: v=DMARC1; p=reject")
    assert [state for state, _ in domain(told, zone)] == ["fine", "fine"]


@pytest.mark.parametrize("spf", [
    "v=spf1 -all", "v=spf1 include:mail.example ?all", "V=SPF1 redirect=all.example",
    "v=spf1 include:small.example"])
def test_a_domain_that_names_its_servers_is_left_alone(told: Told, zone: Zone, spf: str) -> None:
    """However it does."""
    zone.texts = {"letter.firm.example": ["x=1", spf], "_dmarc.firm.example": ["v=DMARC1;p=none"]}

    assert domain(told, zone) == [("fine", f"SPF: {spf}"), ("fine", "DMARC: v=DMARC1;p=none")]


@pytest.mark.parametrize(("name", "texts"), [
    ("_dmarc.letter.firm.example", []),
    ("_dmarc.firm.example", ["v=DMARC1; rua=mailto:a@b.example"]),
    ("_dmarc.firm.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]),
    ("_dmarc.letter.firm.example", ["v=DMARC1; p=perhaps"])])
def test_what_to_do_with_forged_mails_is_to_be_written_into_the_zone(
        told: Told, zone: Zone, name: str, texts: list[str]) -> None:
    """Where it is missing, or does not count."""
    zone.texts = {"letter.firm.example": ["v=spf1 -all"], name: texts}
    _, (state, sentence) = domain(told, zone)
    follow(zone, sentence)

    assert state == "to do"
    assert sentence.endswith(f'{name}. TXT "v=DMARC1; p=none; rua=mailto:{FIRM}"')
    assert [state for state, _ in domain(told, zone)] == ["fine", "fine"]


@pytest.mark.parametrize("texts", [[], ["v=DKIM1; p="], ["v=DKIM1; p=%%%"], [KEY, KEY + "QUJD"]])
def test_a_selector_that_is_named_must_hold_a_key(told: Told, zone: Zone, texts: list[str]) -> None:
    """Else what the server signs proves nothing."""
    zone.texts = {"letter.firm.example": ["v=spf1 -all"],
                  "_dmarc.firm.example": ["v=DMARC1;p=none"],
                  "mail2018._domainkey.letter.firm.example": texts}
    *_, (state, sentence) = domain(told, zone, "mail2018")
    zone.texts["mail2018._domainkey.letter.firm.example"] = [KEY]

    assert state == "to do"
    assert sentence.startswith("DKIM: mail2018._domainkey.letter.firm.example holds no key; write")
    assert [state for state, _ in domain(told, zone, "mail2018")] == ["fine"] * 3


@pytest.mark.parametrize("rcode", [None, dns.rcode.SERVFAIL])
def test_without_an_answer_nothing_is_known_of_a_domain(
        told: Told, zone: Zone, rcode: dns.rcode.Rcode | None, monkeypatch: pytest.MonkeyPatch
        ) -> None:
    """One line says so, and nothing hangs."""
    monkeypatch.setattr(sender, "PATIENCE", 0.1)
    zone.rcode = rcode

    assert domain(told, zone, "mail2018") == [
        ("unknown", "no name server answers for letter.firm.example; look at /etc/resolv.conf and "
                    "the network, then ask again")]


def test_a_name_that_cannot_be_asked_for_is_told(told: Told, zone: Zone) -> None:
    """It is a fault of the settings, not of the network."""
    with pytest.raises(Failure, match="is no name of a domain"):
        list(examine_domain(zone.resolver(), "forms@a..b", "mail.firm.example", "", ""))
