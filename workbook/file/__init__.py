"""A workbook file changed without loss: parts and XML, marks, notes, grafted sheets, proof, saving."""
