"""What a plan written in a word processor says: its task table, its sections, lists, rosters, fields and targets."""
