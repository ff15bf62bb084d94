"""The workbook format: every sheet declared once, as data."""
