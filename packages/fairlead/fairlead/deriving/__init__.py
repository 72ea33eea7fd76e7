"""From exhibits to readings, events and occasions, over a case; and the same again, compared with what was recorded.

The rooms below know no case: readers read bytes, detectors and typologies are expressions, engines run them. This room
says what is due, lets them do it, and puts what they made in its place.
"""
