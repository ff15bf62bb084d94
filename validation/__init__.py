"""What a row must satisfy: rules, the checker, pandera schemas, findings."""
