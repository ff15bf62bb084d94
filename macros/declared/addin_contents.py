"""What the Excel add-in holds of the program: the buttons as they stand, and where the two doors are."""

from __future__ import annotations

from duban.macros.declared.buttons import GROUPS
from duban.macros.declared.commands import BUTTONS
from duban.workbook.addin.addin_file import Contents
from duban.workbook.addin.button import laid_out

CONTENTS = Contents(laid_out(BUTTONS, GROUPS), "duban.macros.ribbon", "duban.macros.functions")
