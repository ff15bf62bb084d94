"""What official documents say: the figures of the bulletin and the ledger in the words of the office."""
