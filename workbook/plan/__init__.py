"""Plans: what a workbook shall hold, as frozen data, and how it looks."""
