"""A small mail server of this machine's own that keeps what it takes, and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Sink:
    """What the server has taken, where it stands, and its answers in place of 250 by command."""

    answers: Mapping[str, str] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    url: str = ""


@asynccontextmanager
async def smtp_sink(**answers: str) -> AsyncIterator[Sink]:
    """Run the server on a free port of 127.0.0.1."""
    sink = Sink(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _converse(sink, reader, writer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        sink.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield sink


async def _converse(sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
                    ) -> None:
    """Speak as much of RFC 5321 as a client needs to hand a mail over."""
    answer = "220 sink"
    while True:
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
        command = (await reader.readline())[:4].decode().upper().strip()
        if command in ("", "QUIT"):
            return
        answer = sink.answers.get(command, "250 well")
        if command == "DATA" and command not in sink.answers:
            writer.write(b"354 go on\r\n")
            data = await reader.readuntil(b"\r\n.\r\n")
            message = message_from_bytes(data[:-3].replace(b"\r\n..", b"\r\n."),
                                         policy=policy.default)
            assert isinstance(message, EmailMessage)
            sink.messages.append(message)
