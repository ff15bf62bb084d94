"""The Excel add-in, made from source: ribbon, VBA, functions for cells."""
