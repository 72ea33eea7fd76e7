"""Acts as people tell them: the reasons of listings, observations, and which of them tell of one event."""
