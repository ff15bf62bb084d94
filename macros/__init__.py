"""What one click does. The files are the doors: cli, ribbon, functions in cells. The rooms, from the ground up:
records, figures, sheets, messages, commands."""
