"""The house itself.

PR001  Imports go one way: udfs ◀ workbook ◀ validation ◀ macros.
PR002  Only one module imports xlwings, the one that takes its exit hook back; only the faces use it.
PR003  The wheel holds the four packages, the samples and the pages of the manual, every file of them.
PR004  Each command is in both READMEs; each picture that the docs show is there.
PR005  The sample workbooks are what their script makes.
PR006  The project names no path of a machine.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("udfs", "workbook", "validation", "macros")
EXCEL_FACES = {
    "macros/functions.py",
    "macros/ribbon.py",
    "workbook/live/cell_functions.py",
    "workbook/live/write_excel.py",
}
EXCEL_LINK = "workbook/live/xlwings_link.py"


def modules() -> list[Path]:
    return [path for folder in ORDER for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import makes two identities of one class"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way__ok(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    of_xlwings = {name for name in imports(path) if name.split(".")[0] == "xlwings"}
    assert name == EXCEL_LINK or not of_xlwings
    if name in EXCEL_FACES:
        return
    assert "duban.workbook.live.xlwings_link" not in imports(path)
    here = ORDER.index(path.relative_to(ROOT).parts[0])
    above = {f"duban.{name}" for name in ORDER[here + 1 :]}
    assert not {name for name in imports(path) if any(name.startswith(upper) for upper in above)}


def test_wheel_is_complete__ok(tmp_path: Path) -> None:
    source = (
        tmp_path / "source"
    )  # a copy, for setuptools leaves its build folder behind and packs what is in it
    for folder in (*ORDER, "docs", "examples"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True)
    packed = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    wanted = {f"duban/{path.relative_to(ROOT).as_posix()}" for path in modules()}
    wanted |= {f"duban/examples/{path.name}" for path in (ROOT / "examples").glob("*.xlsx")}
    assert len([name for name in wanted if name.endswith(".xlsx")]) == 6
    # the pages that the ribbon opens, with their pictures
    wanted |= {f"duban/docs/{page}.html" for page in ("manual", "rules")}
    wanted |= {f"duban/docs/pictures/{path.name}" for path in (ROOT / "docs" / "pictures").glob("*.png")}
    assert wanted <= packed


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_names_every_command__ok(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    shown = subprocess.run(
        [sys.executable, "-m", "duban.macros.cli", "--lang", "en", "--help"], capture_output=True, check=True
    ).stdout.decode()
    commands = re.findall(r"^    (\w+) ", shown, re.MULTILINE)
    assert len(commands) >= 6
    assert [name for name in commands if f"duban {name}" not in text] == []


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "docs/architecture.md", "benchmarks/README.md"]
)
def test_links_of_the_docs__ok(page: str) -> None:
    path = ROOT / page
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_samples_are_what_the_script_makes__ok(tmp_path: Path) -> None:
    script = ROOT / "tools" / "make_samples.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.xlsx")}
    kept = {path.name: path.read_bytes() for path in (ROOT / "examples").glob("*.xlsx")}
    assert made.keys() == kept.keys()
    assert [name for name in made if _parts(made[name]) != _parts(kept[name])] == []


def _parts(data: bytes) -> dict[str, bytes]:
    """The contents of a workbook; the compressed bytes may differ between versions of zlib."""
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_no_path_of_a_machine__ok() -> None:
    folders = (*ORDER, "examples", "tests", "docs", "benchmarks", ".ci")
    texts = [
        *ROOT.glob("*.md"),
        *ROOT.glob("*.toml"),
        ROOT / "Makefile",
        *(p for f in folders for p in (ROOT / f).rglob("*")),
    ]
    texts = [path for path in texts if path.suffix in {".py", ".md", ".toml", ""} and path.is_file()]
    assert len(texts) > 100
    pattern = re.compile(r"/(?:home|root|Users)/\w")
    assert [path.name for path in texts if pattern.search(path.read_text(encoding="utf-8"))] == []
