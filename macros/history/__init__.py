"""What was said stays said: the record of each period, what came before, and sheets that are frozen or closed."""
