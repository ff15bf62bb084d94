"""The catalogue of findings, a file a letter: for every code how grave it is, what it says and what to do."""
