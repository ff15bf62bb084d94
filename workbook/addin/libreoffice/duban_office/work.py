"""What happens when a button is pressed: the open document goes to the engine as a copy, and the plan comes back."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from typing import Any, Dict, List, Optional, Tuple

import uno
from duban_office.dialogs import TITLE, Dialogs
from duban_office.engine import ENGINE, command, environment, without_window
from duban_office.failures import CannotDo
from duban_office.play import play
from duban_office.player import property_values

_KINDS = (".ods", ".xlsx", ".xlsm")
_FILTER = "Calc MS Excel 2007 XML"
_MOST_QUESTIONS = 20
_MANY_CELLS = 400_000
"""Cells to write from which on a file is built much faster than an open document."""

_COPY_SECONDS = 3600
CALLED_OFF = "已取消，什么也没有做。"


def press(
    button: str, label: str, document: Any, controller: Any, dialogs: Dialogs, times: Dict[str, Any]
) -> Tuple[str, bool]:
    """Do what a button is for. Gives what to tell, and whether it was done. Raises CannotDo."""
    _check(document)
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        began = time.perf_counter()
        path = os.path.join(folder, "copy.xlsx")
        document.storeToURL(uno.systemPathToFileUrl(path), property_values(FilterName=_FILTER))
        times["store"] = time.perf_counter() - began
        began = time.perf_counter()
        answer = _answered(_question(button, path, document, controller), dialogs)
        times["engine"] = time.perf_counter() - began
        if answer is None:
            return CALLED_OFF, True
        if not answer.get("ok"):
            return str(answer.get("message") or "没有做成，原因不明。"), False
        if button == "build" and _cells(answer["ops"]) > _MANY_CELLS and dialogs.warn(_TOO_MANY):
            return _copy_built(path, document, dialogs)
    return _carried_out(answer, label, document, controller, times)


def _carried_out(
    answer: Any, label: str, document: Any, controller: Any, times: Dict[str, Any]
) -> Tuple[str, bool]:
    ops, began = answer.get("ops") or [], time.perf_counter()
    if ops:
        play(document, controller, ops, "%s：%s" % (TITLE, label), times.setdefault("verbs", {}))
    times["play"], times["ops"] = time.perf_counter() - began, len(ops)
    message, done = str(answer.get("message") or ""), True
    if answer.get("finish"):
        try:
            finished = ENGINE.run({"finish": answer["finish"]})
        except CannotDo as error:
            why = (
                str(error).replace("表格没有改动，", "").replace("表格没有改动。", "")
            )  # which is not so here
            finished = {"ok": False, "message": "打开的表格已经写好，要写出的文件没有写成：%s" % why}
        message, done = str(finished.get("message") or message), bool(finished.get("ok"))
    show = answer.get("show")
    if show and document.Sheets.hasByName(show):
        controller.setActiveSheet(document.Sheets.getByName(show))
    return message, done


def _check(document: Any) -> None:
    """Raises CannotDo for what is no workbook of the kinds that the program knows."""
    if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        raise CannotDo("请先打开一个表格。")
    kind = os.path.splitext(document.URL)[1].lower()
    if document.URL and kind not in _KINDS:
        raise CannotDo(
            "打开的文件是 %s，督办只处理 %s。\n请先另存为 .xlsx 或 .ods，再点一次。"
            % (kind or "没有后缀的", "、".join(_KINDS))
        )


def _question(button: str, path: str, document: Any, controller: Any) -> Dict[str, Any]:
    place = str(uno.fileUrlToSystemPath(document.URL)) if document.URL.startswith("file:") else ""
    title = os.path.basename(place) or document.Title
    return {
        "run": button,
        "path": path,
        "name": title if title.lower().endswith(".xlsx") else os.path.splitext(title)[0] + ".xlsx",
        "place": place,
        "selected": _selected(controller),
        "read_only": bool(document.isReadonly()),
        "answers": {},
    }


def _selected(controller: Any) -> List[str]:
    """The names of the sheets that are selected below."""
    try:
        found = [sheet.Name for sheet in controller.getSelectedSheets()]
    except Exception:  # not in every version
        found = []
    return found or [controller.ActiveSheet.Name]


def _answered(question: Dict[str, Any], dialogs: Dialogs) -> Optional[Any]:
    """The engine's answer, after all that it asked was said; None where staff called it off."""
    answers: Dict[str, Any] = question["answers"]
    for _ in range(_MOST_QUESTIONS):
        answer = ENGINE.run(question)
        ask = answer.get("ask")
        if not ask:
            return answer
        said = dialogs.ask(ask["key"], ask["kind"], ask.get("title", ""), ask.get("name", ""))
        answers[ask["key"]] = said
    raise CannotDo("“督办”程序反复询问同一件事，已停止。表格没有改动。")


# a copy instead

_TOO_MANY = (
    "这个表格很大，直接写入打开的表格可能要几分钟，期间 LibreOffice 没有反应。\n"
    "点“是”：另外生成一份文件并打开，打开的表格不动；点“否”：仍然写入打开的表格。"
)


def _cells(ops: Any) -> int:
    areas = [op["area"] for op in ops if op["op"] == "write"]
    return sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in areas)


def _copy_built(path: str, document: Any, dialogs: Dialogs) -> Tuple[str, bool]:
    words = command()
    if words[-1:] != ["engine"]:
        raise CannotDo("启动命令不是以 engine 结尾，不能另外生成文件。表格没有改动。")
    target = dialogs.ask("copy", "new_file", "另外生成的文件", document.Title + "-已生成.xlsx")
    if not target:
        return CALLED_OFF, True
    try:
        done = subprocess.run(
            [*words[:-1], "build", path, "-o", target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(),
            timeout=_COPY_SECONDS,
            **without_window(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotDo("没有生成文件：%s。打开的表格没有改动。" % error) from error
    said = done.stdout.decode("utf-8", "replace").strip()
    if not os.path.isfile(target):
        raise CannotDo("没有生成文件。打开的表格没有改动。\n%s" % said[-800:])
    context = uno.getComponentContext()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    desktop.loadComponentFromURL(uno.systemPathToFileUrl(target), "_blank", 0, ())
    return "已另外生成 %s，打开的表格没有改动。" % target, True
