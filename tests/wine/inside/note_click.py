"""Imported in the Windows Python in place of the ribbon's door: notes which workbook a click was in.

The Excel that was clicked in has several workbooks; the one that ``calling_book`` finds is noted in a file beside this.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from duban.workbook.live import xlwings_link

here = Path(__file__).parent
names = json.loads((here / "names.json").read_text(encoding="utf-8"))
sys.modules["xlwings._xlwindows"].App = lambda xl: xl
xlwings_link.xw.App = lambda impl: SimpleNamespace(
    window=impl, books=[SimpleNamespace(name=name) for name in names]
)
app, book = xlwings_link.calling_book()
noted = {"window": app.window, "book": book and book.name, "python": sys.executable, "log": sys.argv[1]}
with (here / "noted.jsonl").open("a", encoding="utf-8") as file:
    file.write(json.dumps(noted, ensure_ascii=False) + "\n")
