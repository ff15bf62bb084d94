"""Everything that is said of a workbook: what stops a command, and findings with their catalogue."""
