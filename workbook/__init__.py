"""The format: addresses, columns, reading, plans and the writers."""
