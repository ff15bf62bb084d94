"""What a run makes or computes anew, as plans: the sheets of city, units and bulletin; the columns of list, ledger and links
that the program answers for."""
