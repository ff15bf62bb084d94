"""Returns: what units are sent to fill, how it comes back, and how it is merged with the ledger and with registers."""
