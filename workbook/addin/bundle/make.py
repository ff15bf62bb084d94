"""Making the archive of a bundle: the same inputs give the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from duban.workbook.addin.bundle.archives import fetch, find, pinned_python, wheel_files
from duban.workbook.addin.bundle.contents import INSTALL, README, Bundle, bundle_of
from duban.workbook.addin.bundle.pins import Pins


def make_bundle(
    addin: bytes, pins: Pins, *, slim: bool = False, python: Path | None = None, wheels: Path | None = None
) -> Bundle:
    """A bundle with this add-in. What is not named is downloaded to a folder that is gone afterwards.

    ``python`` is the archive of the embeddable Python; without it, it is looked for in ``wheels`` too.
    Raises Stop: bundle_download, bundle_lacks, bundle_hash, bundle_python, bundle_other_python, bundle_unread.
    """
    if python is not None:
        pinned_python(python, pins)  # what cannot be used is said before anything is downloaded
    with TemporaryDirectory() as temporary:
        folder = wheels
        if folder is None:
            folder = Path(temporary)
            fetch(folder, pins, python=python is None)
        runtime = pinned_python(python or find(folder, pins.python), pins)
        found = [find(folder, pin) for pin in pins.wheels]
        return bundle_of(runtime, map(wheel_files, found), addin, pins.python_version, slim=slim)


def packed(bundle: Bundle) -> bytes:
    """The archive. Its bytes hang on nothing but the files and the zlib that packs them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in bundle.files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # zipfile would note the system that this runs on
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def is_bundle(path: Path) -> bool:
    """Whether a file is a bundle that this made."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {INSTALL, README} <= set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
