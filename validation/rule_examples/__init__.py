"""A wrong and a right example of each rule, from which tests and the manual are made."""
