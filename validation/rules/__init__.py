"""The rules: kinds of values, comparisons of rows and sheets, and one table of them all."""
