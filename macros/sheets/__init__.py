"""The sheets of a run as plans, one file a sheet."""
