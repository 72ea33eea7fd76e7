"""Who is who in one case: its lists, its tracks and its people's decisions brought together about one subject."""
