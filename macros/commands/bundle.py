"""``duban bundle``: a folder for Windows computers without administrator, network or Python, packed as one file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from duban.macros.declared.addin_contents import CONTENTS
from duban.macros.declared.command_type import Values
from duban.macros.messages.terminal import say, tell
from duban.workbook.addin.addin_file import build_addin
from duban.workbook.addin.bundle.make import is_bundle, make_bundle, packed
from duban.workbook.addin.bundle.pins import pins_here
from duban.workbook.file.safe_write import save
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_WAIT = Say("正在下载和打包，需要一两分钟……", "Downloading and packing; this takes a minute or two …")
_DONE = Say(
    "已生成 {path}（{zipped} MB，解压后 {unpacked} MB）。复制到 Windows 电脑上，解压后双击 install.cmd。",
    "Made {path} ({zipped} MB, unpacked {unpacked} MB). Copy it to a Windows computer, unpack it, start install.cmd.",
)


def run(values: Values) -> int:
    """``duban bundle``."""
    out: Path = values.out
    if out.suffix.lower() != ".zip":
        raise Stop("other_format", path=out, suffix=".zip")
    if out.exists() and not is_bundle(out):
        raise Stop("out_is_not_ours", path=out)
    tell(_WAIT.to(values.lang))
    bundle = make_bundle(
        build_addin(CONTENTS), pins_here(), slim=values.slim, python=values.python, wheels=values.wheels
    )
    data = packed(bundle)
    save(out, data, backup=False)
    facts = {"zipped": round(len(data) / 1e6), "unpacked": round(bundle.unpacked / 1e6)}
    say(_DONE.format(path=out, **facts).to(values.lang))
    say(f"  SHA-256 {sha256(data).hexdigest()}")
    return 0
