"""What the program says to a person on a terminal or in its log."""
