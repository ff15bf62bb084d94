"""The bundle for Windows: Python, all packages, the program and its add-in in one folder that needs no setup program."""
