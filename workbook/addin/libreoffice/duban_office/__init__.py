"""What runs inside LibreOffice: standard library and uno only, in the words of Python 3.8.

None of these modules is imported by the program: they go into the extension as they are.
"""
