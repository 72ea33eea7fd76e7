"""The families of errors, by who must act. Only the command line prints them and exits.

A message says what was expected, what was found and where (exhibit, row, line); it never holds a tip's content or a
person's name.
"""

from __future__ import annotations


class FairleadError(Exception):
    """Base of all errors that a user may see; ``hint`` is a command to try or a thing to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class MisuseError(FairleadError):
    """The request itself is wrong: unknown id, missing reason, act not allowed in this status. The user must act."""


class UnreadableError(FairleadError):
    """An exhibit cannot be read, or only by guessing. The exhibit stays, marked unread with this reason."""


class IntegrityError(FairleadError):
    """Something kept is not what was recorded. Nothing may go on before a person has looked."""


class RefusedError(FairleadError):
    """What was asked would break a rule of handling, of law or of fairness; nothing was written."""


class UnreachableError(FairleadError):
    """A server or the network did not give what was asked, or gave something else; nothing was kept as evidence."""


class ConflictError(MisuseError):
    """Somebody else acted on the same thing since the user looked. Nothing was written; look again, then decide."""
