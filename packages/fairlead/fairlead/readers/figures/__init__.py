"""Tables of published figures, and trade statistics."""
