"""A bucket of this machine's own: it speaks enough of S3 to keep objects, and fails as told."""

import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

NAME = "letters"
KEY, SECRET = "AKIAFAKEKEYFAKEKEY00", "s3cr3t/of+the/fake/bucket/00000000000000"


@dataclass(frozen=True)
class Object:
    """An object as it was put."""

    data: bytes
    type: str
    cache: str

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.data).hexdigest()}"'


@dataclass
class FakeBucket:
    """What the bucket holds and was asked; `fault` answers with an S3 error code, "" for none."""

    url: str = ""
    objects: dict[str, Object] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    fault: Callable[[str, str], str] = lambda method, key: ""
    conditions: bool = True

    def put(self) -> list[str]:
        """Return the keys that were put, in order."""
        return [key for method, key in self.requests if method == "PUT"]

    async def answer(self, request: Request) -> Response:
        """Answer a request of path style, `/bucket/key`."""
        bucket, key = request.path_params["bucket"], request.path_params["key"]
        body = await request.body()
        self.requests.append((request.method, key))
        code = self._refusal(request, bucket) or self.fault(request.method, key)
        if code:
            return _error(code)
        if request.method == "PUT":
            return self._put(request, key, body)
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return Response(status_code=204)
        found = self.objects.get(key)
        return Response(found.data, headers={"ETag": found.etag}) if found else _error("NoSuchKey")

    def _put(self, request: Request, key: str, body: bytes) -> Response:
        known, headers = self.objects.get(key), request.headers
        conditional = "if-match" in headers or "if-none-match" in headers
        if conditional and not self.conditions:
            return _error("NotImplemented")
        if ("if-none-match" in headers and known) or (
                "if-match" in headers and (not known or headers["if-match"] != known.etag)):
            return _error("PreconditionFailed")
        self.objects[key] = Object(body, headers["content-type"], headers["cache-control"])
        return Response(headers={"ETag": self.objects[key].etag})

    def _refusal(self, request: Request, bucket: str) -> str:
        if f"Credential={KEY}/" not in request.headers.get("authorization", ""):
            return "InvalidAccessKeyId"
        return "" if bucket == NAME else "NoSuchBucket"


STATUS = {"NoSuchKey": 404, "NoSuchBucket": 404, "InvalidAccessKeyId": 403, "AccessDenied": 403,
          "PreconditionFailed": 412, "NotImplemented": 501, "SlowDown": 503, "InternalError": 500}


def _error(code: str) -> Response:
    # Some services repeat the request, credentials and all, in their message.
    message = f"No. You sent {KEY} and {SECRET}."
    return Response(f"<Error><Code>{code}</Code><Message>{message}</Message></Error>",
                    STATUS[code], media_type="application/xml")


@contextmanager
def running(port: int = 0) -> Iterator[FakeBucket]:
    """Serve an empty bucket until the block ends."""
    bucket = FakeBucket()
    app = Starlette(routes=[Route("/{bucket}/{key:path}", bucket.answer,
                                  methods=["GET", "PUT", "DELETE", "HEAD"])])
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.005)
        bucket.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            yield bucket
        finally:
            server.should_exit = True
            thread.join()
