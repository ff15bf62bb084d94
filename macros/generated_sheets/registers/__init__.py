"""What sums up the registers: a sheet each."""
