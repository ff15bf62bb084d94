"""An office's own rules: pandera schemas out of a file of its own or an installed package, each for one sheet.

The file is run under a private name, as the program that its user chose; neither its folder nor anything of a workbook
comes onto ``sys.path``. Importing this module imports pandera, which takes seconds.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from copy import deepcopy
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

import pandera.pandas as pa

from duban.workbook.reading.settings import GRADES
from duban.workbook.say.sentence import Say
from duban.workbook.say.severity import SEVERITIES, Severity
from duban.workbook.say.stop import Stop

GROUP = "duban.schemas"
"""The entry points of installed packages: a name → a module of schemas, or a schema, or several in a list."""
EVERY = "all"
"""The name that stands for all entry points."""

_SEVERITIES: Mapping[object, Severity] = {
    **{word: word for word in SEVERITIES},
    **{word: grade for word, grade in GRADES.items() if grade is not None},
}
_WITH_BLANKS = {"int": "Int64", "uint": "Int64", "bool": "boolean"}
"""Types that hold no blank → those of the same values that do, for a sheet has blank cells."""

_MISSING = Say("没有这个文件", "there is no such file")
_EMPTY = Say(
    "里面没有 pandera 的 DataFrameSchema 或 DataFrameModel",
    "it holds no DataFrameSchema and no DataFrameModel",
)
_NAMELESS = Say(
    "有一个 DataFrameSchema 没有写 name（工作表的名称）", "a DataFrameSchema has no name, which is its sheet"
)
_SEVERITY = Say(
    "“{sheet}”的 severity “{word}”不是错误、提醒、说明之一",
    "severity '{word}' of '{sheet}' is none of error, warning, info",
)
_NO_PACKAGE = Say(
    "没有安装这个名称的规则包（已安装：{names}）；文件名要以 .py 结尾",
    "no installed package has rules of this name (installed: {names}); the name of a file ends in .py",
)
_NONE = Say("无", "none")
_LINE = Say("第 {line} 行 {why}", "line {line}: {why}")


class OwnSchema(NamedTuple):
    """One schema: the sheet that it is for, and a copy of it that tells every case (see ``_prepared``)."""

    sheet: str
    schema: pa.DataFrameSchema
    severity: Severity
    remedy: str | None


def load_all(names: Sequence[str]) -> tuple[OwnSchema, ...]:
    """The schemas of files and packages, loaded once in a process and again when a file has changed. Raises ``Stop``
    ``bad_schema``."""
    return tuple(own for name in names for own in _loaded(name, _changed(name)))


@lru_cache(maxsize=32)
def _loaded(name: str, changed: int) -> tuple[OwnSchema, ...]:
    return load_schemas(name)


def _changed(name: str) -> int:
    try:
        return Path(name).stat().st_mtime_ns
    except (OSError, ValueError):  # the name of a package, or none that can be loaded
        return 0


def load_schemas(name: str | Path) -> tuple[OwnSchema, ...]:
    """The schemas of a file (its name ends in ``.py``), of an installed package by the name of its entry point, or of
    all packages (``all``). Raises ``Stop`` ``bad_schema``, whatever is wrong."""
    path = Path(name)
    with redirect_stdout(sys.stderr), catch_warnings():  # stdout is the report's
        simplefilter("ignore")
        if path.suffix.lower() == ".py":
            return _prepared_all(str(path), _of_module(_run(path)))
        return tuple(
            own
            for point in _points(str(name))
            for own in _prepared_all(f"{point.name} ({point.value})", _of_point(point))
        )


def severity_of(metadata: Mapping[str, Any] | None, otherwise: Severity) -> Severity:
    """The severity that the metadata of a column or schema names. Raises KeyError for another word."""
    word = (metadata or {}).get("severity")
    return otherwise if word is None else _SEVERITIES[word]


# from a file or a package to its schemas


def _run(path: Path) -> ModuleType:
    """Run a file as a module of a private name. It is compiled here, so that nothing is written beside it."""
    if not path.is_file():
        raise Stop("bad_schema", path=path, why=_MISSING)
    module = ModuleType(
        f"_duban_rules_{sha256(str(path.resolve()).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    )
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # pandera looks the types of a model's columns up there
    try:
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        del sys.modules[module.__name__]
        raise Stop("bad_schema", path=path, why=_why(error, str(path))) from error
    return module


def _points(name: str) -> list[EntryPoint]:
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    chosen = points if name == EVERY else [point for point in points if point.name == name]
    if not chosen:
        names = "、".join(point.name for point in points) or _NONE
        raise Stop("bad_schema", path=name, why=_NO_PACKAGE.format(names=names))
    return chosen


def _of_point(point: EntryPoint) -> list[Any]:
    try:
        given = point.load()
    except (Exception, SystemExit) as error:
        raise Stop("bad_schema", path=f"{point.name} ({point.value})", why=_why(error)) from error
    if isinstance(given, ModuleType):
        return _of_module(given)
    return list(given) if isinstance(given, list | tuple) else [given]


def _of_module(module: ModuleType) -> list[Any]:
    """The schemas that a module makes, each once; not those that it imports of pandera or of this program."""
    made = [each for each in vars(module).values() if _is_schema(each) or _is_model(each)]
    ours = [each for each in _built_in() if _is_schema(each)]
    return [each for at, each in enumerate(made) if not any(each is other for other in (*made[:at], *ours))]


def _built_in() -> list[Any]:
    ours = sys.modules.get("duban.validation.schemas")  # else nobody can have imported them
    return list(vars(ours).values()) if ours else []


def _is_schema(each: Any) -> bool:
    return isinstance(each, pa.DataFrameSchema)


def _is_model(each: Any) -> bool:
    is_model = isinstance(each, type) and issubclass(each, pa.DataFrameModel)
    return is_model and each.__module__.partition(".")[0] != "pandera"


def _prepared_all(source: str, given: list[Any]) -> tuple[OwnSchema, ...]:
    if not given or not all(_is_schema(each) or _is_model(each) for each in given):
        raise Stop("bad_schema", path=source, why=_EMPTY)
    try:
        return tuple(_prepared(each, source) for each in given)
    except Stop:
        raise
    except Exception as error:  # pandera makes the schema of a model only now
        raise Stop("bad_schema", path=source, why=_why(error)) from error


def _prepared(given: Any, source: str) -> OwnSchema:
    """A copy that looks at the cells of a sheet as a reader of pandera expects.

    Cells come as objects, so a column with a type turns its cells into it, and each cell that does not obey is a case
    (``coerce``). A check that only warns would tell no cases: it fails like others and is marked as mild.
    """
    schema = deepcopy(given.to_schema() if _is_model(given) else given)
    if not schema.name:
        raise Stop("bad_schema", path=source, why=_NAMELESS)
    sheet = str(schema.name)
    metadata = schema.metadata
    if _is_model(given):
        metadata = given.get_metadata()[schema.name]["dataframe"]
    schema.drop_invalid_rows = False  # it would drop them silently
    for column in schema.columns.values():
        if column.dtype is not None:
            kind = str(column.dtype).rstrip("0123456789")
            column.dtype = _WITH_BLANKS.get(kind, column.dtype)
            column.coerce = True
        column.drop_invalid_rows = False
    for check in (*schema.checks, *(check for column in schema.columns.values() for check in column.checks)):
        check.is_mild, check.raise_warning = check.raise_warning, False
    for each in (metadata, *(column.metadata for column in schema.columns.values())):
        try:
            severity_of(each, "error")
        except (KeyError, TypeError):
            word = (each or {}).get("severity")
            raise Stop("bad_schema", path=source, why=_SEVERITY.format(sheet=sheet, word=word)) from None
    return OwnSchema(sheet, schema, severity_of(metadata, "error"), (metadata or {}).get("remedy"))


def _why(error: BaseException, file: str = "") -> Say:
    """An error in one line, with the line of the file where it came up."""
    why = " ".join(f"{type(error).__name__}: {error}".split())
    line = error.lineno if isinstance(error, SyntaxError) else None
    if line is None:
        line = next(
            (at.lineno for at in reversed(traceback.extract_tb(error.__traceback__)) if at.filename == file),
            None,
        )
    return Say(why, why) if line is None else _LINE.format(line=line, why=why)
