"""The house itself.

PR001  Imports go one way, between the four packages and between the rooms of each; there are no circles.
PR002  Only one module imports xlwings, the one that takes its exit hook back; only the faces use it.
PR003  The wheel holds the four packages, the samples of lists and the pages of the manual as data, and no script of ours.
PR004  Each command is in both READMEs; each link, picture and file that the docs name is there.
PR005  The sample workbooks, and the pages that are made of the code, are what their scripts make; each says so.
PR006  The project names no path of a machine.
PR007  No function is longer than 60 lines, no file of logic longer than 400.
PR008  The sdist holds all that its own tests need.
PR009  What the product needs has a floor and a reason beside it; the wheel asks for nothing else.
PR010  Test modules have names of their own: pytest collects no second one of the same name.
"""

from __future__ import annotations

import ast
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from places import DOCS, ROOT

from duban.macros.declared.commands import COMMANDS

PACKAGES = ("udfs", "workbook", "validation", "macros")
ROOMS = (
    # from the ground up; a room imports from those before it
    "udfs",
    "workbook.cells",
    "workbook.say",
    "workbook.format",
    "workbook.official",
    "workbook.plan",
    "workbook.opening",
    "workbook.file",
    "workbook.reading",
    "workbook.word",
    ("workbook.live", "workbook.protocol", "workbook.addin"),
    "validation.book",
    "validation.rules",
    ("validation.file_report", "validation.grades"),
    "validation.schemas",
    "validation.office_rules",
    "validation.checker",
    "validation.reports",
    ("validation.mend", "validation.rule_examples"),
    "macros.declared",
    "macros.staff_sheets",
    "macros.figures",
    "macros.history",
    "macros.returns",
    "macros.imports",
    "macros.generated_sheets",
    "macros.documents",
    "macros.messages",
    "macros.commands",
    "macros.buttons",
    ("macros.cli", "macros.ribbon", "macros.functions"),
    "macros.hosts",
)
EXCEL_FACES = {
    "macros/functions.py",
    "macros/ribbon.py",
    "workbook/live/cell_functions.py",
    "workbook/live/write_excel.py",
}
EXCEL_LINK = "workbook/live/xlwings_link.py"
DATA = ("macros/declared/commands.py", "validation/rule_examples/examples.py")
"""Files that say what is, and compute nothing."""


@cache
def modules() -> list[Path]:
    return [path for folder in PACKAGES for path in sorted((ROOT / folder).rglob("*.py"))]


def dotted(path: Path) -> str:
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


@cache
def our_modules() -> Mapping[str, Path]:
    return {dotted(path): path for path in modules()}


@cache
def imports(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions; of ours without ``duban.``."""
    ours = our_modules()
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import makes two identities of one class"
            module = node.module or ""
            within = {f"{module}.{alias.name}" for alias in node.names}
            names |= {each if each.removeprefix("duban.") in ours else module for each in within}
    return {name.removeprefix("duban.") for name in names}


def room_of(module: str) -> int | None:
    """The place of a module's room in ``ROOMS``; ``None`` for what is none of ours, or a package's own door plate."""
    found = [
        place
        for place, rooms in enumerate(ROOMS)
        for room in ((rooms,) if isinstance(rooms, str) else rooms)
        if module == room or module.startswith(room + ".")
    ]
    return found[-1] if found else None


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_go_one_way__ok(path: Path) -> None:  # PR001, PR002
    name, used = path.relative_to(ROOT).as_posix(), imports(path)
    assert name == EXCEL_LINK or not {each for each in used if each.split(".")[0] == "xlwings"}
    assert name in EXCEL_FACES or "workbook.live.xlwings_link" not in used
    here = room_of(dotted(path))
    assert here is not None or path.name == "__init__.py"
    assert [each for each in used if (room_of(each) or 0) > (here or 0)] == []


def test_no_circles__ok() -> None:  # PR001
    ours = our_modules()
    graph = {name: imports(path) & ours.keys() - {name} for name, path in ours.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(ours)


def test_every_room_is_there__ok() -> None:  # PR001
    rooms = {room for each in ROOMS for room in ((each,) if isinstance(each, str) else each)}
    there = our_modules().keys()
    assert rooms <= there
    assert {name for name in there if room_of(name) is None} == {"workbook", "validation", "macros"}


def test_functions_and_files_are_short__ok() -> None:  # PR007
    long_ones, long_files = [], []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if text.count("\n") >= 400 and name not in DATA and "/say/" not in name:
            long_files.append(name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 >= 60:
                long_ones.append(f"{name} {node.name}")
    assert (long_ones, long_files) == ([], [])


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is under version control: setuptools leaves its build folder behind and packs what is in it."""
    copy = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no version control here, as in an unpacked sdist")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


def test_wheel_is_complete__ok(source: Path, tmp_path: Path) -> None:  # PR003
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    packed = {
        name for name in zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist() if "dist-info" not in name
    }
    wanted = {f"duban/{path.relative_to(ROOT).as_posix()}" for path in modules()}
    samples = {f"duban/examples/{path.name}" for path in (ROOT / "examples").glob("*.xlsx")}
    assert len(samples) == 6
    # the pages that the ribbon opens, with their pictures
    pages = {f"duban/docs/{page}.html" for page in ("manual", "rules")}
    pages |= {f"duban/docs/pictures/{path.name}" for path in (DOCS / "pictures").glob("*.png")}
    texts = {f"duban/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "workbook").rglob("*.txt")}
    plates = {f"duban/{folder}/__init__.py" for folder in ("docs", "examples")}  # a folder of data needs one
    assert packed == wanted | samples | pages | texts | plates


def test_sdist_can_run_its_tests__ok(source: Path, tmp_path: Path) -> None:  # PR008
    command = [sys.executable, "-m", "build", "--sdist", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        packed = {name.partition("/")[2] for name in sdist.getnames()}
    folders = ("tests", "tools", "docs", "examples", "benchmarks", *PACKAGES)
    wanted = {
        path.relative_to(source).as_posix()
        for each in folders
        for path in (source / each).rglob("*")
        if path.is_file()
    }
    wanted |= {
        "Makefile",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        ".ci/run",
    }
    assert sorted(wanted - packed) == []


def test_dependencies_have_floor_and_reason__ok() -> None:  # PR009
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    for each in (*project["dependencies"], *extras["cluster"], *extras["test"]):
        own_extra = re.fullmatch(r"duban\[(\w+)\]", each)
        assert own_extra[1] in extras if own_extra else re.search(r">=|==", each), f"{each} has no floor"
        assert re.search(rf'"{re.escape(each)}",\s+# \S', text), f"{each} has no reason"
    floors: list[str] = runpy.run_path(str(ROOT / "tools" / "lowest_versions.py"))["floors"]()
    assert len(floors) == len(project["dependencies"]) + len(extras["cluster"])


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_names_every_command__ok(readme: str) -> None:  # PR004
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [each.name for each in COMMANDS if f"duban {each.name}" not in text] == []


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *DOCS.glob("*.md"), ROOT / "benchmarks" / "README.md"],
    ids=lambda path: path.name,
)
def test_links_of_the_docs__ok(page: Path) -> None:  # PR004
    targets = re.findall(r"\]\((?!http)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_files_that_the_docs_name_are_there__ok(page: str) -> None:  # PR004
    named = re.findall(r"`((?:[\w.]+/)*[\w]+\.(?:py|txt))`", (ROOT / page).read_text(encoding="utf-8"))
    there = {
        path.relative_to(ROOT).as_posix()
        for folder in (*PACKAGES, "tests", "tools")
        for path in (ROOT / folder).rglob("*")
    }
    assert len(named) > 8
    assert [name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)] == []


def test_samples_are_what_the_script_makes__ok(tmp_path: Path) -> None:  # PR005
    script = ROOT / "tools" / "make_samples.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    made, kept = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.xlsx")}
        for folder in (tmp_path, ROOT / "examples")
    )
    assert made.keys() == kept.keys() and len(kept) == 10
    assert [name for name in made if _parts(made[name]) != _parts(kept[name])] == []


def test_pages_of_commands_are_fresh__ok() -> None:  # PR005
    script: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "make_commands_page.py"))
    for lang, page in script["PAGES"].items():
        assert (DOCS / page).read_text(encoding="utf-8") == script["commands_page"](lang), "make pages"


@pytest.mark.parametrize(
    "page", ["rules.md", "sheets.md", "registers.md", "commands.md", "commands.zh-CN.md"]
)
def test_made_pages_say_so__ok(page: str) -> None:  # PR005
    assert "make pages" in (DOCS / page).read_text(encoding="utf-8")[:200]


def _parts(data: bytes) -> dict[str, bytes]:
    """The contents of a workbook; the compressed bytes may differ between versions of zlib, and later versions of
    XlsxWriter round the heights of rows to pixels."""
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: re.sub(rb' ht="[0-9.]+"', b"", book.read(name)) for name in book.namelist()}


def test_test_modules_have_their_own_names__ok() -> None:  # PR010
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_path_of_a_machine__ok() -> None:  # PR006
    folders = (*PACKAGES, "examples", "tests", "tools", "docs", "benchmarks", ".ci")
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
