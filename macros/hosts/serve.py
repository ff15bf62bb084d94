"""``duban serve``: the engine over HTTP, for pages and add-ins of this machine that can speak nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from duban.macros.declared.command_type import Values
from duban.macros.hosts.door import Door
from duban.macros.messages.terminal import say
from duban.workbook.say.stop import Stop

HOME = "127.0.0.1"
_WAIT = 10.0
"""Seconds in which a connection must have said what it wants."""
_MOST = 64
"""Connections at once; more are answered 503."""
_LONGEST = 16 << 10
"""Bytes of a request without its body."""


def note() -> Path:
    """Where port and token stand while the program serves. Raises RuntimeError where the user has no home."""
    return Path.home() / ".duban" / "engine.json"


def run(values: Values) -> int:
    """``duban serve``. Raises Stop ``port_taken``, ``no_note``."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl+C does, and takes its note away
    with _listening(values.port or 0) as listener:
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(32)
        door = Door(token, [f"{HOME}:{port}", f"localhost:{port}"], values.origin)
        with _noted(port, token):
            zh = f"正在 {HOME}:{port} 上应答；口令在 {note()}。按 Ctrl+C 结束。"
            say(
                zh
                if values.lang == "zh"
                else f"answering on {HOME}:{port}; the token stands in {note()}. Ctrl+C ends it."
            )
            with suppress(KeyboardInterrupt):
                server_of(door).run(sockets=[listener])
    return 0


def server_of(door: Any) -> Any:
    """uvicorn around a door, within limits: connections, size and time of what comes before the body."""
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):  # type: ignore[misc, unused-ignore]
        """Leaves whoever does not say what it wants: uvicorn itself waits without end for a first line."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override, unused-ignore]
            super().connection_made(transport)
            self.loop.call_later(_WAIT, self._look)

        def _look(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.write(
                    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                )
                self.transport.close()

    return uvicorn.Server(
        uvicorn.Config(
            door,
            http=Impatient,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST,
            h11_max_incomplete_event_size=_LONGEST,
            timeout_graceful_shutdown=5,
        )
    )


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name != "nt":  # there it would let two programs answer on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOME, port))
        except (OSError, OverflowError) as error:
            raise Stop("port_taken", port=port, why=getattr(error, "strerror", None) or error) from error
        listener.listen(_MOST)
        yield listener


@contextmanager
def _noted(port: int, token: str) -> Iterator[None]:
    """Let the user's own programs find port and token, and nobody else's, while it serves."""
    told = json.dumps({"port": port, "token": token}).encode()
    try:
        place = note()
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = place.with_suffix(".new")
        with suppress(FileNotFoundError):
            new.unlink()
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(told)
        new.replace(place)
    except (OSError, RuntimeError) as error:
        raise Stop("no_note", why=getattr(error, "strerror", None) or error) from error
    try:
        yield
    finally:
        with suppress(OSError):
            if place.read_bytes() == told:  # not that of another one, begun since
                place.unlink()
