"""What ``duban serve`` answers to a request: who may ask, what may be asked, and the engine's answer.

An ASGI application; it knows HTTP, and nothing of workbooks. Whatever is refused is refused before a byte of the body is
believed, and each connection is used once.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from duban.macros.buttons.works import WORKS
from duban.macros.hosts.engine import Engine, buttons
from duban.macros.hosts.pipe import to_json
from duban.macros.hosts.question import NoQuestion, calls_of, from_json, question_of
from duban.macros.messages.log import write_down

LIMIT = 64 << 20
"""Bytes of a body."""
SECONDS = 60.0
"""In which a body must be there."""
_DIGITS = 18
"""Of a length that is worth reading."""
_DRAIN, _PAUSE = 2.0, 0.1
"""Seconds in which a body that nobody wants is still taken, for many clients read no answer before they have said all; a
pause as long as the second ends it."""

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class Refused(Exception):
    """A request that is not answered."""

    def __init__(self, status: int, why: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
        super().__init__(why)
        self.status, self.headers = status, [*headers]


class Way(NamedTuple):
    """One path of the protocol."""

    method: str
    kind: str
    what: str


class Door:
    """Answers those who have the token, from this machine. ``hosts`` are the names by which it is called, with the port;
    ``origins`` the pages that may ask besides programs."""

    def __init__(self, token: str, hosts: Collection[str], origins: Collection[str] = ()) -> None:
        self._token, self._hosts, self._origins = token, frozenset(hosts), frozenset(origins)
        self._engine = Engine()
        self.seconds, self.limit = SECONDS, LIMIT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        headers = dict(scope["headers"])
        try:
            told = await self._answer(scope, headers, receive)
            status, more = (204, self._allowed()) if told is None else (200, [])
        except Refused as refused:
            with suppress(TimeoutError):
                await asyncio.wait_for(_drain(receive), _DRAIN)
            status, more, told = refused.status, refused.headers, {"error": str(refused)}
        except Exception as error:
            status, more, told = 500, [], {"error": "fault", "log": str(write_down(error, "serve") or "")}
        body = b"" if told is None else to_json(told)
        await send(
            {"type": "http.response.start", "status": status, "headers": self._headers(body, more, headers)}
        )
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> Any:
        """What is told; ``None`` for a page that asks whether it may ask. Raises ``Refused``."""
        if headers.get(b"host", b"").decode("latin-1").lower() not in self._hosts:
            raise Refused(403, "host")  # a page whose name leads here
        origin = headers.get(b"origin")
        if origin is not None and origin.decode("latin-1") not in self._origins:
            raise Refused(403, "origin")
        if (
            scope["method"] == "OPTIONS"
            and origin is not None
            and b"access-control-request-method" in headers
        ):
            return None
        said = headers.get(b"authorization", b"")
        if not hmac.compare_digest(said, b"Bearer " + self._token.encode()):
            raise Refused(401, "token", [(b"www-authenticate", b"Bearer")])
        way = _way(scope["path"])
        if scope["method"] != way.method:
            raise Refused(405, "method", [(b"allow", way.method.encode())])
        if way.method == "GET":
            return buttons()
        body = await self._body(headers, receive)
        try:
            return await asyncio.to_thread(self._asked, way, scope["query_string"], body)
        except NoQuestion as error:
            raise Refused(400, str(error)) from error

    def _asked(self, way: Way, query: bytes, body: bytes) -> Any:
        if way.kind == "run":
            return self._engine.run(question_of({**_told(query), "run": way.what}, body))
        if way.kind == "finish":
            return self._engine.finish(way.what)
        return self._engine.call(calls_of(from_json(body)))

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        """Raises ``Refused``."""
        length = headers.get(b"content-length")
        if length is None:
            raise Refused(411, "length")
        if len(length) > _DIGITS or int(length) > self.limit:
            raise Refused(413, "size")
        pieces: list[bytes] = []
        try:
            async with asyncio.timeout(self.seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Refused(400, "gone")
                    pieces.append(message.get("body", b""))
                    more = message.get("more_body", False)
        except TimeoutError as error:
            raise Refused(408, "time") from error
        return b"".join(pieces)

    def _allowed(self) -> Headers:
        return [
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"authorization, content-type"),
            (b"access-control-allow-private-network", b"true"),
            (b"access-control-max-age", b"600"),
        ]

    def _headers(self, body: bytes, more: Headers, asked: Mapping[bytes, bytes]) -> Headers:
        found = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
            *more,
        ]
        origin = asked.get(b"origin")
        if origin is not None and origin.decode("latin-1") in self._origins:
            found += [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
        return found


def _way(path: str) -> Way:
    """Raises ``Refused``."""
    match path.split("/"):
        case ["", "v1", "buttons"]:
            return Way("GET", "buttons", "")
        case ["", "v1", "run", button] if button in WORKS:
            return Way("POST", "run", button)
        case ["", "v1", "finish", key] if key:
            return Way("POST", "finish", key)
        case ["", "v1", "call"]:
            return Way("POST", "call", "")
    raise Refused(404, "path")


def _told(query: bytes) -> dict[str, Any]:
    """What stands behind the question mark, as a line of the pipe has it. Raises ``NoQuestion``."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError as error:
        raise NoQuestion(f"query: {error}") from error
    told: dict[str, Any] = dict(pairs)
    told["selected"] = [value for name, value in pairs if name == "selected"]
    told["formulas"] = told.get("formulas") != "no"
    told["read_only"] = told.get("read_only") == "yes"
    if "answers" in told:
        told["answers"] = from_json(told["answers"])
    return told


async def _drain(receive: Receive) -> None:
    while True:
        message = await asyncio.wait_for(receive(), _PAUSE)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
