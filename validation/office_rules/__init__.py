"""Rules that an office writes itself, as pandera schemas."""
