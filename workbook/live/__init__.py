"""A workbook open in Excel, read and written as the file is; one module a host."""
