"""What stands where in a sheet: addresses and areas, and what a cell can hold."""
