"""Changes of a document that LibreOffice keeps no step of.

``UndoManager.lock()`` alone does not do: whatever is painted meanwhile (seen in 7.4: rows that wait for their height) unlocks
it again, and a step that is recorded while another one is taken back makes LibreOffice forget that one and crash. So the
lock is renewed before each single call that changes something.
"""

from __future__ import annotations

from typing import Any, Iterator


class Recorder:
    """The steps of a document, and whether any are kept at the moment."""

    def __init__(self, document: Any) -> None:
        self._manager = document.UndoManager
        self._depth = 0

    def nothing(self) -> Recorder:
        """Keep no steps meanwhile (``with``) of what is done through ``watched`` things."""
        return self

    def __enter__(self) -> None:
        self._manager.lock()
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        self._manager.unlock()

    def watched(self, thing: Any) -> Any:
        """A thing of the document whose calls are not recorded; the thing itself where all is recorded."""
        return _Watched(thing, self) if self._depth else thing

    def renew(self) -> None:
        """Lock it again, if something unlocked it."""
        if self._depth:
            self._manager.unlock()
            self._manager.lock()


_LOOKING = ("get", "has", "supports", "create")
"""How calls begin that change nothing."""


class _Watched:
    """A thing of LibreOffice; what it gives is watched as well."""

    __slots__ = ("_recorder", "_thing")

    def __init__(self, thing: Any, recorder: Recorder) -> None:
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_recorder", recorder)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._thing, name)
        if callable(found) and not _is_thing(found):

            def call(*arguments: Any) -> Any:
                if not name.startswith(_LOOKING):
                    self._recorder.renew()
                return self._around(found(*(_bare(each) for each in arguments)))

            return call
        return self._around(found)

    def __setattr__(self, name: str, value: Any) -> None:
        self._recorder.renew()
        setattr(self._thing, name, _bare(value))

    def __iter__(self) -> Iterator[Any]:
        return (self._around(each) for each in self._thing)

    def _around(self, found: Any) -> Any:
        if isinstance(found, tuple):
            return tuple(self._around(each) for each in found)
        return _Watched(found, self._recorder) if _is_thing(found) else found


def _is_thing(found: Any) -> bool:
    return type(found).__name__ == "pyuno"


def _bare(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_bare(each) for each in value)
    return value._thing if isinstance(value, _Watched) else value
