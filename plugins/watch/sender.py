"""Examine the way of the mails: the server that takes them, and what the sender's domain says."""

import asyncio
import base64
import binascii
import re
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import aiosmtplib
from dns.exception import DNSException, Timeout
from dns.resolver import NXDOMAIN, NoNameservers, NoResolverConfiguration, Resolver

from plugins.core.email_address import as_sent
from plugins.core.messages import Failure, Message, say, why
from plugins.forms.delivery.smtp import MailServer, client_of, mail_server
from plugins.watch.doctor import Remarks, Unanswered

PATIENCE = 8.0
"""Seconds to wait for each answer."""

LONGEST = 25.0
"""Seconds after which the mail server has had time enough for all of them."""

ANYONE = re.compile(r"\s\+?all(?=\s|$)", re.IGNORECASE)
"""The end of an SPF record that lets everyone send (RFC 7208, 5.1)."""


def examine_server(url: str, sender: str, recipients: Sequence[str]) -> Remarks:
    """Go as far with the server of an SMTP_URL as a mail goes, and send none."""
    server = mail_server(url)
    try:
        return iter(asyncio.run(_tried(server, sender, recipients)))
    except OSError as error:
        if isinstance(error.__cause__ or error, ssl.SSLError):
            raise Failure(say(
                "{host}: encryption fails ({reason}); SMTP_URL must name the server as its "
                "certificate does, and begin with smtps:// only for a port that is encrypted from "
                "the start, like 465", host=server.host,
                reason=why(error))) from error
        raise Failure(say("{host}:{port} cannot be reached ({reason}); check SMTP_URL, and whether "
                          "this machine may open that port", host=server.host, port=server.port,
                          reason=why(error))) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Failure(say("{host} refuses the login: {answer}; correct user and password in "
                          "SMTP_URL", host=server.host, answer=_answer(error, server))) from error
    except aiosmtplib.SMTPSenderRefused as error:
        raise Failure(say("{host} refuses the sender {address}: {answer}; set FORMS_SENDER to an "
                          "address that this account may send from", host=server.host,
                          address=sender, answer=_answer(error, server))) from error
    except aiosmtplib.SMTPException as error:
        raise Failure(say("{host} does not do what SMTP_URL asks for: {answer}; name a port that "
                          "is encrypted (587, or 465 with smtps://), and a user only where there "
                          "is a login", host=server.host, answer=_answer(error, server))) from error


async def _tried(server: MailServer, sender: str, recipients: Sequence[str]
                 ) -> list[tuple[bool, Message]]:
    client = client_of(server, PATIENCE)
    try:
        async with asyncio.timeout(LONGEST):
            await client.connect()
            await client.mail(sender)
            found = [remark async for remark in _accepted(client, server, recipients)]
            encrypted = client.get_transport_info("sslcontext") is not None
            await client.rset()
            with suppress(aiosmtplib.SMTPException):  # all that matters is known
                await client.quit()
    finally:
        client.close()
    return [(True, say("{host} takes mails of {sender}, encrypted", host=server.host, sender=sender)
             if encrypted else say("{host} takes mails of {sender}, not encrypted",
                                   host=server.host, sender=sender)), *found]


async def _accepted(client: aiosmtplib.SMTP, server: MailServer, recipients: Sequence[str]
                    ) -> AsyncIterator[tuple[bool, Message]]:
    for address in filter(str.isascii, map(as_sent, recipients)):
        try:
            await client.rcpt(address)
        except aiosmtplib.SMTPRecipientRefused as error:
            answer = _answer(error, server)
            if error.code >= 500:
                yield False, say("{host} refuses the recipient {address}: {answer}; correct the "
                                 "address, or have the server accept it", host=server.host,
                                 address=address, answer=answer)
            else:  # often a test of who is new
                yield True, say("{host} wants to be asked again later for {address} ({answer}), "
                                "which the receiver does by itself", host=server.host,
                                address=address, answer=answer)


def _answer(error: aiosmtplib.SMTPException, server: MailServer) -> Message | str:
    """Return what the server said, without the password if it repeats that."""
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return why(error)
    told = f"{error.code} {error.message}"
    return " ".join((told.replace(server.password, "…") if server.password else told).split())


def system_resolver() -> Resolver:
    """Return what asks the name servers of this machine."""
    try:
        return Resolver()
    except NoResolverConfiguration as error:
        raise Unanswered(say("this machine knows no name server; look at /etc/resolv.conf"
                             )) from error


def examine_domain(resolver: Resolver, sender: str, host: str, selector: str, reports: str
                   ) -> Remarks:
    """Look for what the zone of the sender's domain says of its mails: SPF, DMARC, DKIM.

    `host` is the server that sends them, `selector` that of their signatures, if any, `reports`
    the address for what others say of them.
    """
    domain = sender.rpartition("@")[2]
    yield from _spf(_texts(resolver, domain, "v=spf1"), domain, host)
    yield from _dmarc(resolver, domain, reports)
    if selector:
        name = f"{selector}._domainkey.{domain}"
        yield _dkim(_texts(resolver, name), name)


def _spf(found: Sequence[str], domain: str, host: str) -> Remarks:
    if not found:
        yield False, say("SPF: the zone does not say who may send as {domain}; write {record}, or "
                         "what your mail provider says", domain=domain,
                         record=_record(domain, f"v=spf1 mx a:{host} ~all"))
    elif len(found) > 1:
        yield False, say("SPF: {domain} has {count} records, so that none counts; make them one: "
                         "{record}", domain=domain, count=len(found),
                         record=_record(domain, _as_one(found)))
    elif ANYONE.search(found[0]):
        yield False, say("SPF: anyone may send as {domain}; write {record}", domain=domain,
                         record=_record(domain, ANYONE.sub(" ~all", found[0])))
    else:
        yield True, say("SPF: {record}", record=found[0])


def _as_one(records: Sequence[str]) -> str:
    """Return what several SPF records allow as one."""
    terms = dict.fromkeys(term for record in records for term in record.split()[1:])
    return " ".join(["v=spf1", *(term for term in terms if term.lstrip("+~?-") != "all"), "~all"])


def _dmarc(resolver: Resolver, domain: str, reports: str) -> Remarks:
    """Look at the domain, and at those above it, of which the first record counts (RFC 9989)."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        name = "_dmarc." + ".".join(labels[start:])
        found = _texts(resolver, name, "v=DMARC1")
        if found:
            break
    else:
        name, found = f"_dmarc.{domain}", []
    wanted = _record(name, "; ".join(["v=DMARC1", "p=none", *([f"rua=mailto:{reports}"]
                                                              if reports else [])]))
    if not found:
        yield False, say("DMARC: no record tells others what to do with forged mails of {domain}, "
                         "and large providers refuse mails without one; write {record}",
                         domain=domain, record=wanted)
    elif len(found) > 1 or not re.search(r";\s*p\s*=\s*(none|quarantine|reject)\b", found[0], re.I):
        yield False, say("DMARC: what {name} says does not count ({found}); write one record only: "
                         "{record}", name=name, found=" / ".join(found), record=wanted)
    else:
        yield True, say("DMARC: {record}", record=found[0])


def _dkim(found: Sequence[str], name: str) -> tuple[bool, Message]:
    key = re.search(r"(?:^|;)\s*p\s*=\s*([^;]*)", found[0]) if len(found) == 1 else None
    if key and _is_key(re.sub(r"\s", "", key[1])):
        return True, say("DKIM: {name} holds a key", name=name)
    return False, say("DKIM: {name} holds no key; write the TXT record there that your mail "
                      "provider shows for this selector, or correct FORMS_DKIM_SELECTOR", name=name)


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) >= 32  # Ed25519, the shortest (RFC 8463)
    except binascii.Error:
        return False


def _record(name: str, text: str) -> str:
    return f'{name}. TXT "{text}"'


def _texts(resolver: Resolver, name: str, begins: str = "") -> list[str]:
    """Return the TXT records of a name that begin so; raise Unanswered if nobody answers."""
    try:
        answer = resolver.resolve(f"{name}.", "TXT", lifetime=PATIENCE, raise_on_no_answer=False)
    except NXDOMAIN:
        return []
    except (Timeout, NoNameservers, OSError) as error:
        raise Unanswered(say("no name server answers for {name}; look at /etc/resolv.conf and the "
                             "network, then ask again", name=name)) from error
    except DNSException as error:
        raise Failure(say("{name} is no name of a domain ({reason})", name=name,
                          reason=error)) from error
    texts = (b"".join(row.strings).decode("utf-8", "replace") for row in answer.rrset or ())
    return sorted(text for text in texts if text.casefold().startswith(begins.casefold()))
