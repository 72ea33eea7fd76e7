"""What a day of positions adds to legs and events that are there, with the rows that a run from the beginning gives."""
