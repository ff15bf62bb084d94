"""One file a sheet: what a row of it is, and its fields. A new sheet, or a register, is one more file."""
