"""One file a command, and what only commands need: changing a file, batches in processes, where reports go."""
