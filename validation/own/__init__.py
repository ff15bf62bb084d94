"""Rules of an office's own, as pandera schemas."""
