"""Which host a live workbook is open in, told by the engine of xlwings that drives it."""

from __future__ import annotations

from duban.workbook.live.excel_mac import MacHost
from duban.workbook.live.excel_windows import WindowsHost
from duban.workbook.live.host import Host, LiveBook


def host_of(book: LiveBook) -> Host:
    """The host of a live workbook."""
    engine = type(book.app.impl).__module__
    if engine == "xlwings._xlwindows":
        return WindowsHost(book)
    if engine == "xlwings._xlmac":
        return MacHost(book)
    return Host(book)
