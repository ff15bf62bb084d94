"""The samples of lists, built: each once for all tests of a process, as a build takes longer than most of what is tested."""

from __future__ import annotations

import tempfile
from functools import cache, partial
from pathlib import Path

from places import EXAMPLES

from duban.macros.commands.build import build
from duban.macros.commands.change_file import change_file
from duban.macros.figures.understood import RunOptions

PARK = "齐鲁化工区.xlsx"


@cache
def _built(sample: str, options: RunOptions) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / sample
        change_file(EXAMPLES / sample, partial(build, options=options), out=path)
        return path.read_bytes()


def put_built(path: Path, options: RunOptions, sample: str = PARK) -> Path:
    """A sample as ``duban build`` writes it, at this path."""
    path.write_bytes(_built(sample, options))
    return path
