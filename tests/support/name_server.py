"""A real name server of this machine's own, with TXT records that a test writes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.resolver import Resolver


@dataclass
class Zone:
    """The texts of each name; `rcode` is what it answers where it has none, None for no answer."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    rcode: dns.rcode.Rcode | None = dns.rcode.NXDOMAIN
    port: int = 0

    def resolver(self) -> Resolver:
        """Return what asks this server alone."""
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.port
        return resolver

    def answer(self, question: bytes) -> bytes:
        """Return the answer to a question."""
        query = dns.message.from_wire(question)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        name = query.question[0].name
        texts = self.texts.get(name.to_text(omit_final_dot=True), [])
        if texts:
            answer.answer.append(dns.rrset.from_text_list(
                name, 60, "IN", "TXT", [_quoted(text) for text in texts]))
        else:
            answer.set_rcode(self.rcode or dns.rcode.NOERROR)
        return answer.to_wire()


def _quoted(text: str) -> str:
    """Return a text as zones hold it: in pieces of 255 characters (RFC 1035, 3.3)."""
    return " ".join(f'"{text[start:start + 255]}"' for start in range(0, len(text), 255))


@contextmanager
def name_server() -> Iterator[Zone]:
    """Run the server on a free UDP port of 127.0.0.1, in a thread of its own."""
    served = Zone()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        served.port = listening.getsockname()[1]

        def serve() -> None:
            with suppress(OSError):
                while question := listening.recvfrom(4096):
                    if not question[0]:
                        return
                    if served.rcode is not None:
                        listening.sendto(served.answer(question[0]), question[1])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield served
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", ("127.0.0.1", served.port))
            thread.join()
