"""Findings put into the workbook: notes on cells, and remedies that are surely safe."""
