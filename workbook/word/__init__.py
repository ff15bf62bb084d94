"""Documents of a word processor, and texts pasted from one, as paragraphs and tables; nothing of them is understood here."""
