"""Why a drop refuses: each family with the HTTP status it is answered with. No message holds anything a source sent."""

from __future__ import annotations


class DropError(Exception):
    """Base of all refusals. ``reason`` is a key of texts/*.json, so that a page can say it in the source's language."""

    status = 400
    reason = "refused_malformed"

    def __init__(self, reason: str | None = None, detail: str = "") -> None:
        super().__init__(detail or reason or self.reason)
        self.reason = reason or self.reason


class MalformedError(DropError):
    """What came is not what the endpoint takes."""


class NotSealedError(DropError):
    """What came is not a well-formed age file for the current recipients."""

    status = 422
    reason = "refused_not_sealed"


class TooLargeError(DropError):
    """More bytes than are taken."""

    status = 413
    reason = "refused_too_large"


class BusyError(DropError):
    """A bucket is empty: everybody waits, whoever they are."""

    status = 503
    reason = "refused_busy"


class FullError(DropError):
    """The disk has only its reserve left, which is for mailboxes."""

    status = 507
    reason = "refused_full"


class ForbiddenError(DropError):
    """A ticket, puzzle or signature that is not valid (any more)."""

    status = 403
    reason = "refused_ticket"


class MissingError(DropError):
    """There is no such thing here."""

    status = 404
    reason = "not_found"


class CapError(DropError):
    """This mailbox may send nothing more until the office has answered, or ever."""

    status = 409
    reason = "refused_cap"


class SettingsError(Exception):
    """The drop's folder is not what its settings say; for the operator, never for a source."""
