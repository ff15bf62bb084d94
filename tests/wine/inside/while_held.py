"""Runs in the Windows Python: a command of ours, given after the file's name, while another program holds that file.

Held as Excel holds a workbook: others may read it, and neither write to it, nor replace it.
"""

import sys

import win32con
import win32file

from duban.macros.cli import main

held, *words = sys.argv[1:]
rights = win32con.GENERIC_READ | win32con.GENERIC_WRITE
handle = win32file.CreateFile(held, rights, win32con.FILE_SHARE_READ, None, win32con.OPEN_EXISTING, 0, None)
code = main(words)
handle.Close()
sys.exit(code)
