"""What a click on a button does, whatever program the workbook is open in."""
