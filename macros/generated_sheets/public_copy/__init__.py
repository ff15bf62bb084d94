"""公示稿: what of a workbook is published, without the people in it."""
