"""Runs in the Windows Python: command lines out of a JSON file, each run as the add-in's VBA runs it, by WScript.Shell.

Prints the exit codes as JSON.
"""

import json
import sys
from pathlib import Path

import win32com.client

lines = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
shell = win32com.client.Dispatch("WScript.Shell")
print(json.dumps([shell.Run(line, 0, True) for line in lines]))
