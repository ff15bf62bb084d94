"""What one cell can ask: the definitions of progress, expected, light, period and text."""
