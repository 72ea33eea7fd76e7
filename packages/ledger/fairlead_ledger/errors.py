"""The errors of the ledger: bytes that are not what the formats require. Nothing here knows of cases or people."""

from __future__ import annotations


class LedgerError(ValueError):
    """Base of all errors of this package."""


class CanonicalError(LedgerError):
    """A value that canonical JSON here cannot hold, or bytes that are not canonical."""


class NoteError(LedgerError):
    """A signed note, verifier key or checkpoint that is malformed or not signed by a known key."""


class EnvelopeError(LedgerError):
    """An envelope that is malformed, of an unknown version, or not signed by the key that it names."""


class ProofError(LedgerError):
    """A proof was asked for that the tree cannot give: an index or size out of range."""


class AgeError(LedgerError):
    """Bytes that are no well-formed age file, or a key that is none."""


class NotForUsError(AgeError):
    """A well-formed age file that none of the identities at hand opens."""


class TipError(LedgerError):
    """Bytes that are no tip as Fairlead's own pages seal it."""


class CallError(LedgerError):
    """A call, a list of recipients or a request to the drop that is not what its format requires."""
