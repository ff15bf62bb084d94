"""The interface of the functions, as LibreOffice reads it: a type library, byte by byte, without LibreOffice's kit.

The format stands in ``unoidl/source/unoidl-provider.cxx`` of LibreOffice. It holds one interface here, in two modules:

    module org { module duban { interface XDuban { any dubanLight([in] any progress, …); }; }; };
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from struct import pack

INTERFACE = ("org", "duban", "XDuban")

_MAGIC = b"UNOIDL\xff\0"
_MODULE, _INTERFACE_TYPE = 0, 5
_IN = 0


def type_library(methods: Mapping[str, Sequence[str]]) -> bytes:
    """The library of an interface whose methods take and give ``any``; ``methods``: name → names of its arguments."""
    outer, inner, interface = INTERFACE
    made = bytearray(len(_MAGIC) + 8)
    at = len(made)
    made += _interface(methods)
    for holds in (interface, inner):
        at = _module(made, holds, at)
    name_at = _name(made, outer)
    root = len(made)
    made += pack("<II", name_at, at)
    made[: len(_MAGIC) + 8] = _MAGIC + pack("<II", root, 1)
    return bytes(made)


def _interface(methods: Mapping[str, Sequence[str]]) -> bytes:
    made = bytes([_INTERFACE_TYPE]) + pack("<I", 1) + _text("com.sun.star.uno.XInterface")
    made += pack("<III", 0, 0, len(methods))  # optional bases, attributes, methods
    for name, arguments in methods.items():
        made += _text(name) + _text("any") + pack("<I", len(arguments))
        for each in arguments:
            made += bytes([_IN]) + _text(each) + _text("any")
        made += pack("<I", 0)  # exceptions
    return made


def _module(made: bytearray, holds: str, payload: int) -> int:
    """Add a module that holds one entry; gives where it begins."""
    name = _name(made, holds)
    at = len(made)
    made += bytes([_MODULE]) + pack("<III", 1, name, payload)
    return at


def _name(made: bytearray, name: str) -> int:
    at = len(made)
    made += name.encode("ascii") + b"\0"
    return at


def _text(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("ascii")
