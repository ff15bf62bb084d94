"""Sample workbooks: a park, a city and four of its districts."""
