"""Known ways of evading: events, observations, lists and law in, occasions out."""
