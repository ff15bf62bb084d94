"""What there is to do: each command and each button told once. The command line, the ribbon, help and docs come of it."""
