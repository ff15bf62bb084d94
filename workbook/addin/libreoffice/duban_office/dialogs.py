"""What staff are told and asked."""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional

import uno
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, QUERYBOX, WARNINGBOX

TITLE = "督办"

_OK, _YES_NO, _YES_NO_CANCEL = 1, 3, 4
"""com.sun.star.awt.MessageBoxButtons"""

_SAID = {2: "yes", 3: "no", 0: "cancel"}
_MANY, _SAVE = 0, 10
"""com.sun.star.ui.dialogs.TemplateDescription: open one or many, save with the suffix."""
_FILTERS = {
    "files": ("Excel", "*.xlsx;*.xlsm;*.xls;*.et;*.ods"),
    "documents": ("Word", "*.docx;*.docm;*.doc;*.wps;*.odt;*.txt;*.md"),
}
"""What each kind of question for files offers."""
_TO_SAVE = {
    "new_file": (("Excel (*.xlsx)", "*.xlsx"), ("PDF (*.pdf)", "*.pdf")),
    "new_notice": (("Excel (*.xlsx)", "*.xlsx"), ("Word (*.docx)", "*.docx"), ("HTML (*.html)", "*.html")),
}
"""What each kind of question for a name to save under offers."""


class Dialogs:
    """Message boxes and pickers of one window. ``answers`` says in advance what staff would
    choose (key, kind or title of the question → answer)."""

    def __init__(
        self, context: Any, window: Any, quiet: bool = False, answers: Mapping[str, Any] = {}
    ) -> None:
        self._context, self._window = context, window
        self._quiet, self._answers = quiet, answers

    def tell(self, message: str, failed: bool) -> None:
        """A box with a message."""
        if message and not self._quiet:
            # without GTK, LibreOffice counts a line too few where Chinese lines wrap
            self._box(ERRORBOX if failed else INFOBOX, _OK, message + "\n ")

    def ask(self, key: str, kind: str, title: str, name: str = "") -> Optional[Any]:
        """The answer to a question of the engine (docs/protocol.md); None where staff called it off."""
        for said in (key, kind, title):
            if said in self._answers:
                return self._answers[said]
        if self._quiet:
            return None
        if kind in ("yes_no", "yes_no_cancel"):
            return _SAID.get(self._box(QUERYBOX, _YES_NO if kind == "yes_no" else _YES_NO_CANCEL, title))
        if kind == "folder":
            picker = self._create("FolderPicker")
            picker.setTitle(title)
            return _path(picker.getDirectory()) if picker.execute() == 1 else None
        picker = self._create("FilePicker", _MANY if kind in _FILTERS else _SAVE)
        picker.setTitle(title)
        if kind in _FILTERS:
            picker.setMultiSelectionMode(True)
            picker.appendFilter(*_FILTERS[kind])
        else:
            for shown in _TO_SAVE[kind]:
                picker.appendFilter(*shown)
            picker.setDefaultName(os.path.basename(name))
            if os.path.isdir(os.path.dirname(name)):
                picker.setDisplayDirectory(uno.systemPathToFileUrl(os.path.dirname(name)))
        if picker.execute() != 1:
            return None
        files = [_path(each) for each in picker.getSelectedFiles()]
        return files if kind in _FILTERS else files[0]

    def warn(self, message: str) -> bool:
        """Whether staff say yes."""
        if self._quiet:
            return self._answers.get("warn") == "yes"
        return self._box(WARNINGBOX, _YES_NO, message) == 2

    def _box(self, kind: Any, buttons: int, message: str) -> int:
        box = self._window.Toolkit.createMessageBox(self._window, kind, buttons, TITLE, message)
        try:
            return int(box.execute())
        finally:
            box.dispose()

    def _create(self, name: str, template: Optional[int] = None) -> Any:
        manager, service = self._context.ServiceManager, "com.sun.star.ui.dialogs." + name
        if template is None:
            return manager.createInstanceWithContext(service, self._context)
        return manager.createInstanceWithArgumentsAndContext(service, (template,), self._context)


def _path(url: str) -> str:
    return str(uno.fileUrlToSystemPath(url))
