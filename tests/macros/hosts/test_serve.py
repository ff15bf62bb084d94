"""The engine over HTTP.

SV001  Whoever has the token gets the table of buttons, answers to clicks, of functions, and what had to wait.
SV002  Port and token stand in a note that only the user can read, and only while it serves.
SV003  Refused with its own status: another Host, Origin, no token or a wrong one, another path, method, no length, too much, too
       slow, junk. In this order, whatever the path is.
SV004  A page of an origin that was allowed may ask; any other may not, not even whether it may.
SV005  Ten thousand hostile requests change nothing: each has its status, memory does not grow, nothing is written, and the
       next good one is answered.
SV006  A port that is taken, and a note that cannot be written, are a sentence and exit 2.
SV007  Nothing but this machine can reach it.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psutil
import pytest
from lists import Item, make_book

from duban.macros.hosts import door, serve
from duban.macros.hosts.engine import buttons
from duban.udfs.periods import Period

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")

ORIGIN = "https://localhost:3000"


class Served(NamedTuple):
    """A program that serves."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    token: str

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers and what was told; with the token, unless other ``Authorization`` is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = {"Authorization": f"Bearer {self.token}", **headers}
        connection.request(method, path, body, {name: value for name, value in told.items() if value})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return (
            answer.status,
            {k.lower(): v for k, v in answer.getheaders()},
            json.loads(data) if data else None,
        )

    def raw(self, data: bytes, wait: float = 10) -> int:
        """The status of whatever bytes; 0 where the connection only ends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as line:
            line.sendall(data)
            first = line.makefile("rb").readline()
        return int(first.split()[1]) if first else 0


def start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    home.mkdir(exist_ok=True)
    program = [sys.executable, "-m", "duban.macros.cli", "serve", *words]
    return subprocess.Popen(program, env={**os.environ, "HOME": str(home)}, stdout=subprocess.PIPE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    process = start(home, "--origin", ORIGIN)
    note = home / ".duban" / "engine.json"
    for _ in range(200):
        if note.exists():
            break
        time.sleep(0.05)
    told = json.loads(note.read_text())
    yield Served(process, home, told["port"], told["token"])
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    assert not note.exists()  # SV002


@pytest.fixture(scope="module")
def book() -> bytes:
    return make_book(Item("优化营商环境", ("制定方案", "组织实施"))).built(period=Period.parse("2020Q3")).data


# SV001, SV002


def test_buttons__ok(served: Served) -> None:
    status, headers, told = served.ask("GET", "/v1/buttons")
    assert (status, told) == (200, buttons())
    assert headers["content-type"].startswith("application/json") and headers["cache-control"] == "no-store"


def test_a_click__ok(served: Served, book: bytes) -> None:
    status, _, told = served.ask("POST", "/v1/run/validate?name=%E6%B8%85%E5%8D%95.ods", book)
    assert (status, told["ok"], told["protocol"]) == (200, True, 1)
    assert told["ops"] or told["message"]


def test_what_waits__ok(served: Served, book: bytes, tmp_path: Path) -> None:
    _, _, asked = served.ask("POST", "/v1/run/export_returns", book)
    answers = json.dumps({asked["ask"]["key"]: str(tmp_path / "填报")})
    _, _, told = served.ask("POST", f"/v1/run/export_returns?answers={quote(answers)}", book)
    assert not [*(tmp_path / "填报").iterdir()]
    assert served.ask("POST", f"/v1/finish/{told['finish']}", b"")[2]["ok"]
    assert [*(tmp_path / "填报").glob("*.xlsx")]
    assert served.ask("POST", f"/v1/finish/{told['finish']}", b"")[0] == 400


def test_functions__ok(served: Served) -> None:
    calls = json.dumps([{"f": "duban_period", "a": [[["2020年9月底"]]]}]).encode()
    assert served.ask("POST", "/v1/call", calls)[::2] == (200, ["2020Q3"])


def test_no_workbook__error(served: Served) -> None:
    status, _, told = served.ask("POST", "/v1/run/build?name=a.xlsx", b"no workbook")
    assert (status, told["ok"], told["ops"]) == (200, False, [])
    assert "a.xlsx" in told["message"]


def test_the_note__ok(served: Served) -> None:
    note = served.home / ".duban" / "engine.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert json.loads(note.read_text()) == {"port": served.port, "token": served.token}
    assert len(served.token) >= 40


# SV003


@pytest.mark.parametrize("path", ["/v1/buttons", "/v1/run/build", "/", "/v1/nothing", "/v1/../v1/buttons"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer wrong", "Basic {token}", "bearer {token}", "Bearer {token}x"]
)
def test_without_the_token__error(served: Served, path: str, method: str, said: str) -> None:
    assert served.ask(method, path, b"", Authorization=said.format(token=served.token))[0] == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "0.0.0.0:{port}"]
)
def test_another_host__error(served: Served, host: str) -> None:
    assert served.ask("GET", "/v1/buttons", Host=host.format(port=served.port))[0] == 403


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_this_host__ok(served: Served, host: str) -> None:
    assert served.ask("GET", "/v1/buttons", Host=host.format(port=served.port))[0] == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:3000", ORIGIN + "/", ""]
)
def test_another_origin__error(served: Served, origin: str) -> None:
    request = f"GET /v1/buttons HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: {origin}\r\n"
    request += f"Authorization: Bearer {served.token}\r\n\r\n"
    assert served.raw(request.encode()) == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/", "/v2/buttons", "/v1/buttons/", "//v1/buttons", "/v1/run/", "/v1/run/nothing", "/v1/run/../buttons",
     "/v1/run/..%2f..%2fetc%2fpasswd", "/v1/run/build/more", "/v1/run/build%00", "/v1/finish/", "/v1/run/_press"],
)  # fmt: skip
def test_another_path__error(served: Served, path: str) -> None:
    assert served.ask("POST", path, b"")[0] == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/buttons"), ("GET", "/v1/run/build"), ("PUT", "/v1/run/build"), ("DELETE", "/v1/call")],
)
def test_another_method__error(served: Served, method: str, path: str) -> None:
    status, headers, _ = served.ask(method, path, b"")
    assert status == 405 and headers["allow"] in ("GET", "POST")


def head(served: Served, *lines: str, path: str = "/v1/call") -> bytes:
    told = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        f"Authorization: Bearer {served.token}",
        *lines,
    ]
    return "\r\n".join([*told, "", ""]).encode()


@pytest.mark.parametrize("length", [door.LIMIT + 1, 10**15, 10**19])
def test_too_much__error(served: Served, length: int) -> None:
    assert served.raw(head(served, f"Content-Length: {length}")) == 413


def test_a_body_that_is_too_large_is_not_kept__error(served: Served) -> None:
    before = psutil.Process(served.process.pid).memory_info().rss
    assert served.ask("POST", "/v1/run/build", bytes(door.LIMIT + 1))[0] == 413
    assert psutil.Process(served.process.pid).memory_info().rss - before < 32 << 20


def test_no_length__error(served: Served) -> None:
    assert served.raw(head(served, "Transfer-Encoding: chunked") + b"0\r\n\r\n") == 411
    assert served.raw(head(served)) in (400, 411)


def test_too_slow__error(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def answer() -> int:
        app = door.Door("t", ["h"])
        app.seconds = 0.05
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b"x", "more_body": True}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = [(b"host", b"h"), (b"authorization", b"Bearer t"), (b"content-length", b"100")]
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/call",
            "query_string": b"",
            "headers": headers,
        }
        await app(scope, receive, send)
        return int(sent[0]["status"])

    monkeypatch.setattr(door, "_DRAIN", 0.05)
    assert asyncio.run(answer()) == 408


def test_who_says_nothing_is_left__error(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(serve, "_WAIT", 0.2)
    with serve._listening(0) as listener:
        server = serve.server_of(door.Door("t", ["h"]))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            for said in (b"", b"GET /v1/buttons HTTP/1.1\r\nHost: 127"):
                with socket.create_connection(listener.getsockname(), timeout=10) as line:
                    line.sendall(said)
                    assert line.recv(100).startswith(b"HTTP/1.1 408")
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.parametrize(
    ("path", "body"),
    [("/v1/call", b"junk"), ("/v1/call", b"{}"), ("/v1/call", b"[" * 100_000), ("/v1/call", b"\xff"), ("/v1/call", b'[{"f":"os.system","a":[]}]'),
     ("/v1/run/build?answers=junk", b""), ("/v1/run/build?answers=[]", b""), ("/v1/run/build?name=%ff", b""), ("/v1/finish/nothing", b"")],
)  # fmt: skip
def test_junk__error(served: Served, path: str, body: bytes) -> None:
    status, _, told = served.ask("POST", path, body)
    assert (status, [*told]) == (400, ["error"])


@pytest.mark.parametrize(
    "data", [b"junk\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\0" * 100 + b"\r\n\r\n", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n"]
)  # fmt: skip
def test_no_http__error(served: Served, data: bytes) -> None:
    assert served.raw(data) == 400


# SV004


def test_a_page_that_may__ok(served: Served) -> None:
    status, headers, _ = served.ask(
        "OPTIONS",
        "/v1/run/build",
        Authorization="",
        Origin=ORIGIN,
        **{"Access-Control-Request-Method": "POST"},
    )
    assert (status, headers["access-control-allow-origin"]) == (204, ORIGIN)
    status, headers, _ = served.ask("GET", "/v1/buttons", Origin=ORIGIN)
    assert (status, headers["access-control-allow-origin"]) == (200, ORIGIN)


def test_a_page_that_may_not__error(served: Served) -> None:
    status, headers, _ = served.ask(
        "OPTIONS",
        "/v1/run/build",
        Authorization="",
        Origin="https://evil.example",
        **{"Access-Control-Request-Method": "POST"},
    )
    assert status == 403 and not [name for name in headers if name.startswith("access-control")]


# SV005


def hostile(served: Served, chance: random.Random) -> tuple[bytes, set[int]]:
    """A request that must be refused, and the statuses that are right."""
    good_host, good_token = f"127.0.0.1:{served.port}", f"Bearer {served.token}"
    kinds = ("token", "host", "origin", "method", "size", "junk", "path", "no_http", "name")
    kind = chance.choice(kinds)
    host, token, more, method, path, body = good_host, good_token, "", "POST", "/v1/call", b"[]"
    if kind == "token":
        token = chance.choice(
            ["", "Bearer ", f"Bearer {served.token[:-1]}", "Basic abc", "Bearer " + "x" * 5000]
        )
        path = chance.choice(["/v1/call", "/v1/buttons", "/", "/v1/run/build"])
    elif kind == "host":
        host = chance.choice(["evil.example", "127.0.0.1", f"evil.example:{served.port}", "[::1]"])
    elif kind == "origin":
        more = f"Origin: https://{chance.choice(['a', 'b', 'null'])}.example\r\n"
    elif kind == "method":
        method = chance.choice(["GET", "PUT", "DELETE", "PATCH", "TRACE"])
    elif kind == "size":
        return head(served, f"Content-Length: {chance.randrange(door.LIMIT + 1, 10**12)}"), {413}
    elif kind == "junk":
        body = chance.randbytes(chance.randrange(1, 3000))
    elif kind == "path":
        path = chance.choice(
            ["/v1/run/", "/v1/run/../../etc/passwd", "/etc/passwd", "/v1/run/%2e%2e", "/v1/finish/"]
        )
    elif kind == "no_http":
        return chance.randbytes(200) + b"\r\n\r\n", {400}
    else:
        path = f"/v1/run/build?name={'..%2f' * chance.randrange(1, 9)}etc%2fpasswd&answers=" + chance.choice(
            ["[", "{1:2}", "5"]
        )
    right = {
        "token": {401},
        "host": {403},
        "origin": {403},
        "method": {405},
        "junk": {400},
        "path": {404},
        "name": {400},
    }
    text = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return text.encode() + body, right[kind]


@pytest.mark.long
def test_ten_thousand_hostile_requests__ok(served: Served) -> None:
    chance = random.Random(18)
    program = psutil.Process(served.process.pid)

    def there() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in served.home.rglob("*")}

    before, seen, sizes = there(), Counter[str](), []
    slow = [
        socket.create_connection(("127.0.0.1", served.port)) for _ in range(8)
    ]  # and go on saying nothing
    for line in slow:
        line.sendall(head(served, "Content-Length: 1000") + b"x")

    def send(request: tuple[bytes, set[int]]) -> None:
        data, right = request
        status = served.raw(data)
        if status not in right:
            seen[f"{status} for {right}: {data[:80]!r}"] += 1

    with ThreadPoolExecutor(16) as hands:
        for _ in range(10):
            for _ in hands.map(send, [hostile(served, chance) for _ in range(1000)]):
                pass
            sizes.append(program.memory_info().rss >> 20)
    for line in slow:
        line.close()
    assert seen == Counter()
    assert sizes[-1] - sizes[4] <= 8, sizes  # MB; each of its threads takes some until it has been at work
    assert there() == before
    assert served.ask("GET", "/v1/buttons")[0] == 200


# SV006, SV007


def test_a_port_that_is_taken__error(served: Served, tmp_path: Path) -> None:
    process = start(tmp_path / "home", "--port", str(served.port))
    assert process.wait(30) == 2
    assert not (tmp_path / "home" / ".duban").exists()
    assert json.loads((served.home / ".duban" / "engine.json").read_text())["port"] == served.port


def test_a_note_that_cannot_be_written__error(tmp_path: Path) -> None:
    (tmp_path / ".duban").write_text("a file where the folder should be")
    assert start(tmp_path).wait(30) == 2
    assert (tmp_path / ".duban").read_text() == "a file where the folder should be"


def test_only_this_machine__ok(served: Served) -> None:
    heard = [
        each.laddr for each in psutil.Process(served.process.pid).net_connections() if each.status == "LISTEN"
    ]
    assert [(each.ip, each.port) for each in heard] == [("127.0.0.1", served.port)]
