"""What people decide about occasions: observations, statuses, requests, replies, findings; and claims beside them.

Nothing is derived here. Acts are entries of the custody log; the tables are their projections.
"""

from fairlead.register.register import People, Register

__all__ = ["People", "Register"]
