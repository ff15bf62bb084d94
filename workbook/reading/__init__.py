"""From cells to rows, items and tables: one reader for every command and every rule."""
