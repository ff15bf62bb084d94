"""What one click does: each command turns tables into plans; two thin doors call them."""
