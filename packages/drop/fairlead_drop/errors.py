"""Why a drop refuses: each family with the HTTP status it is answered with. No message holds anything a source sent."""

from __future__ import annotations


class DropError(Exception):
    """Base of all refusals. ``reason`` is a key of texts/*.json, so that a page can say it in the source's language."""

    status = 400
    reason = "refused_malformed"

    def __init_subclass__(cls, status: int = 400, reason: str = "refused_malformed") -> None:
        """Note what a family is answered with."""
        cls.status, cls.reason = status, reason

    def __init__(self, reason: str | None = None, detail: str = "") -> None:
        super().__init__(detail or reason or self.reason)
        self.reason = reason or self.reason


class MalformedError(DropError):
    """What came is not what the endpoint takes."""


class NotSealedError(DropError, status=422, reason="refused_not_sealed"):
    """What came is not a well-formed age file for the current recipients."""


class TooLargeError(DropError, status=413, reason="refused_too_large"):
    """More bytes than are taken."""


class BusyError(DropError, status=503, reason="refused_busy"):
    """A bucket is empty: everybody waits, whoever they are."""


class FullError(DropError, status=507, reason="refused_full"):
    """The disk has only its reserve left, which is for mailboxes."""


class ForbiddenError(DropError, status=403, reason="refused_ticket"):
    """A ticket, puzzle or signature that is not valid (any more)."""


class MissingError(DropError, status=404, reason="not_found"):
    """There is no such thing here."""


class CapError(DropError, status=409, reason="refused_cap"):
    """This mailbox may send nothing more until the office has answered, or ever."""


class SettingsError(Exception):
    """The drop's folder is not what its settings say; for the operator, never for a source."""
