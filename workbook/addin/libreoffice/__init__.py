"""The extension of LibreOffice, ``duban.oxt``: how it is made. What it consists of stands in ``duban_office``."""
