"""A file of staff's taken apart before anything is believed: paths, zip, parts, bounds, plain values."""
