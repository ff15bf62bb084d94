"""What LibreOffice registers: the buttons (org.duban:<button>), the functions of cells, and what happens by itself.

The extension holds this file as ``duban_component.py`` and the others below ``pythonpath``.
"""

from __future__ import annotations

import contextlib
import json
import os
import traceback
from typing import Any, Dict, Tuple

import unohelper
from com.sun.star.awt import Rectangle
from com.sun.star.frame import DispatchResultEvent, FeatureStateEvent, XDispatchProvider, XNotifyingDispatch
from com.sun.star.frame.DispatchResultState import FAILURE, SUCCESS
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.sheet import XFunctionAccess
from com.sun.star.task import XJob

PROTOCOL = "org.duban:"
BUTTONS = "org.duban.Buttons"
FUNCTIONS = "org.duban.Functions"
JOB = "org.duban.Job"

_BAR = "private:resource/toolbar/addon_org.duban.bar"
_DOWN = 1
"""com.sun.star.awt.PopupMenuDirection"""


class Buttons(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XNotifyingDispatch):  # type: ignore[misc]
    """The buttons of one window."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context, self.frame = context, None

    def initialize(self, arguments: Any) -> None:
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> Any:
        return tuple(
            self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests
        )

    def addStatusListener(self, listener: Any, url: Any) -> None:
        state = FeatureStateEvent()
        state.FeatureURL, state.IsEnabled, state.Source = url, True, self
        listener.statusChanged(state)

    def removeStatusListener(self, listener: Any, url: Any) -> None: ...

    def dispatch(self, url: Any, arguments: Any) -> None:
        self._pressed(url.Path, {each.Name: each.Value for each in arguments})

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:
        message, done = self._pressed(url.Path, {each.Name: each.Value for each in arguments})
        if listener is not None:
            event = DispatchResultEvent()
            event.Source, event.State, event.Result = self, SUCCESS if done else FAILURE, message
            listener.dispatchFinished(event)

    def _pressed(self, button: str, arguments: Dict[str, Any]) -> Tuple[str, bool]:
        """Do it, and tell. Arguments: ``Quiet`` opens no dialogue, ``Answers`` (JSON) answers what would be asked."""
        from duban_office.buttons import LABELS, MENUS
        from duban_office.dialogs import Dialogs

        assert self.frame is not None
        if button in MENUS:
            return self._open(button)
        answers = json.loads(arguments.get("Answers") or "{}")
        dialogs = Dialogs(self.context, self.frame.ContainerWindow, bool(arguments.get("Quiet")), answers)
        message, done, times = self._done(button, LABELS.get(button, button), dialogs)
        log = os.environ.get("DUBAN_TIMES")
        if log:
            with open(log, "a", encoding="utf-8") as file:
                file.write(
                    json.dumps({"button": button, "message": message, **times}, ensure_ascii=False) + "\n"
                )
        dialogs.tell(message, failed=not done)
        return message, done

    def _done(self, button: str, label: str, dialogs: Any) -> Tuple[str, bool, Dict[str, Any]]:
        from duban_office.failures import CannotDo
        from duban_office.work import press

        assert self.frame is not None
        times: Dict[str, Any] = {}
        controller = self.frame.Controller
        status = self.frame.createStatusIndicator()
        status.start("督办：正在处理，请稍候……", 0)
        try:
            message, done = press(button, label, controller.Model, controller, dialogs, times)
        except CannotDo as error:
            message, done = str(error), False
            times["error"] = traceback.format_exc()
        except Exception as error:
            times["error"] = traceback.format_exc()
            message = "程序出错（%s），表格没有改动。\n请把以下内容交给维护人员：\n%s" % (
                type(error).__name__,
                traceback.format_exc(limit=-3),
            )
            done = False
        finally:
            status.end()
        return message, done, times

    def _open(self, menu: str) -> Tuple[str, bool]:
        """Open the buttons of a menu below a button of the toolbar."""
        from duban_office.buttons import LABELS, MENU_LABELS, MENUS

        made = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.PopupMenu", self.context
        )
        for number, button in enumerate(MENUS[menu], 1):
            made.insertItem(number, LABELS[button], 0, number - 1)
        window, area = self._below(MENU_LABELS[menu])
        chosen = made.execute(window, area, _DOWN)
        return self._pressed(MENUS[menu][chosen - 1], {}) if chosen else ("", True)

    def _below(self, label: str) -> Tuple[Any, Any]:
        """The window and the place in it where a menu opens: the button of the toolbar, as programs for the blind find it."""
        assert self.frame is not None
        window = self.frame.ContainerWindow
        with contextlib.suppress(Exception):  # no toolbar, or one that tells nothing of itself
            bar = self.frame.LayoutManager.getElement(_BAR).getRealInterface()
            inside = bar.getAccessibleContext()
            for number in range(inside.getAccessibleChildCount()):
                button = inside.getAccessibleChild(number).getAccessibleContext()
                if button.getAccessibleName() == label:
                    area = button.getBounds()
                    return bar, Rectangle(area.X, area.Y, area.Width, area.Height)
        return window, Rectangle(window.getPosSize().Width // 3, 110, 1, 1)

    def getImplementationName(self) -> str:
        return BUTTONS

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Tuple[str, ...]:
        return ("com.sun.star.frame.ProtocolHandler",)


class _Service(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """What has no window, and is made by its name."""

    name = ""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context

    def getImplementationName(self) -> str:
        return self.name

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> Tuple[str, ...]:
        return (self.name,)


class Functions(_Service, XFunctionAccess):  # type: ignore[misc]
    """The functions of cells, for the library of Basic."""

    name = FUNCTIONS

    def callFunction(self, name: str, given: Any) -> Any:
        from duban_office.functions import called

        return called(name, given)


class Job(_Service, XJob):  # type: ignore[misc]
    """What happens by itself: functions of cells are there while LibreOffice runs, and those of Excel are found."""

    name = JOB

    def execute(self, arguments: Any) -> Any:
        given = {each.Name: each.Value for each in arguments}
        told = {each.Name: each.Value for each in given.get("Environment", ())}
        from duban_office import excel_formulas, functions

        with contextlib.suppress(Exception):  # no document is to stay closed for that
            if told.get("EventName") == "OnLoad":
                excel_formulas.mend(told["Model"])
            else:
                functions.keep(self.context, told.get("EventName") == "OnStartApp")
        return None


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Buttons, BUTTONS, ("com.sun.star.frame.ProtocolHandler",))
for _each in (Functions, Job):
    g_ImplementationHelper.addImplementation(_each, _each.name, (_each.name,))
