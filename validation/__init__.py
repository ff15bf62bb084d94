"""What a row must satisfy: schemas and findings."""
