"""Figures and the native formulas that give the same; what a run knows before it writes."""
