"""The registers that come with the program, one file each, and what all registers have in common."""
