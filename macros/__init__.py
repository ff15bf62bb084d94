"""What one click does. The files are the doors: cli, ribbon, functions in cells. The rooms, from the ground up:
declared, staff_sheets, figures, generated_sheets, messages, commands."""
