"""What ``verify`` says: outcomes, checks and the report. What is looked at is in ``log_checks`` and its neighbours.

A check that cannot even run (a damaged database, a file that cannot be read) is a failed check, never a crash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from fairlead.errors import FairleadError


class Outcome(StrEnum):
    """There is no fourth: what is neither proved nor failed is said to be not checkable, and why."""

    PROVED = "proved"
    FAILED = "failed"
    NOT_CHECKABLE = "not checkable here"


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``what`` names it (file, entry, table and row), ``why`` tells what was found."""

    outcome: Outcome
    what: str
    why: str


@dataclass(frozen=True)
class Unvouched:
    """Something in the case's folder about which no signature says anything."""

    what: str
    why: str


@dataclass
class Report:
    """All checks in the order made, and what nobody vouches for."""

    checks: list[Check] = field(default_factory=list)
    not_vouched_for: list[Unvouched] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not any(check.outcome is Outcome.FAILED for check in self.checks)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many checks had each outcome."""
        found = Counter(check.outcome for check in self.checks)
        return {outcome: found[outcome] for outcome in Outcome}

    def proved(self, what: str, why: str) -> None:
        """Note that something is as it was signed."""
        self.checks.append(Check(Outcome.PROVED, what, why))

    def failed(self, what: str, why: str) -> None:
        """Note that something is not as it was signed."""
        self.checks.append(Check(Outcome.FAILED, what, why))

    def not_checkable(self, what: str, why: str) -> None:
        """Note that this machine cannot tell."""
        self.checks.append(Check(Outcome.NOT_CHECKABLE, what, why))

    def add(self, checks: Iterable[Check]) -> None:
        """Note checks made elsewhere."""
        self.checks.extend(checks)

    def unvouched(self, what: str, why: str) -> None:
        """Note something that no signature covers."""
        self.not_vouched_for.append(Unvouched(what, why))

    @contextmanager
    def guarding(self, what: str) -> Iterator[None]:
        """Turn whatever goes wrong inside into a failed check of ``what``."""
        try:
            yield
        except FairleadError as failure:
            self.failed(what, str(failure))
        except Exception as failure:  # damaged bytes can make any library fail in any way; each is a finding here
            self.failed(what, f"cannot be checked: {type(failure).__name__}: {failure}")

    def to_json(self) -> dict[str, Any]:
        """Return the report as stable JSON."""
        return {
            "ok": self.ok,
            "counts": {str(outcome): count for outcome, count in self.counts.items()},
            "checks": [{**asdict(check), "outcome": str(check.outcome)} for check in self.checks],
            "not_vouched_for": [asdict(one) for one in self.not_vouched_for],
        }
