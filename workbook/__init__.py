"""The task-list workbook: its format, reading and writing, in a file and in a live Excel. One room a trade, from the ground up:
cells, say, format, plan, opening, file, reading, live; addin beside live. A room imports from those before it."""
