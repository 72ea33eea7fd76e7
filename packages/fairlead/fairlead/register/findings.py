"""What a finding must say: outcome, standard of proof, how likely, how confident, and on what grounds.

Nothing is computed: people conclude, and sign. Likelihood and confidence are kept apart, since much thin evidence may
make a thing likely and leave it uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from fairlead.errors import MisuseError
from fairlead.register.statuses import Outcome

STANDARDS = (
    "reasonable grounds to suspect",
    "reasonable grounds to believe",
    "balance of probabilities",
    "clear and convincing evidence",
    "beyond reasonable doubt",
)
"""From the weakest to the strongest; which one an office works by is its own rule, so each finding names it."""

LIKELIHOODS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)
"""Words of estimative probability: ICD 203 (2015), D.6.e.(2)(a), from 1-5 %, 5-20 % ... to 95-99 %."""

BANDS = {
    "almost no chance": "1–5 %",
    "very unlikely": "5–20 %",
    "unlikely": "20–45 %",
    "roughly even chance": "45–55 %",
    "likely": "55–80 %",
    "very likely": "80–95 %",
    "almost certain": "95–99 %",
}
"""What each word stands for: the same table, printed beside the word since readers take the words differently."""

CONFIDENCES = ("low", "moderate", "high")
"""ICD 203 (2015), D.6.e.(2)(b): confidence in the basis of a judgement, never mixed with its likelihood."""

_EVEN = LIKELIHOODS.index("roughly even chance")


@dataclass(frozen=True)
class Finding:
    """What people conclude on one occasion. Their names are private to the log entry, not part of this."""

    outcome: Outcome
    standard: str
    likelihood: str
    confidence: str
    grounds: str
    dissent: str | None = None

    def checked(self) -> Finding:
        """Return this finding; :class:`MisuseError` where a word is not of the vocabulary or it contradicts itself."""
        for word, allowed, what in (
            (self.outcome, ("found", "not found"), "outcome"),
            (self.standard, STANDARDS, "standard of proof"),
            (self.likelihood, LIKELIHOODS, "likelihood"),
            (self.confidence, CONFIDENCES, "confidence"),
        ):
            if word not in allowed:
                raise MisuseError(f"unknown {what}: {word!r}", f"one of: {', '.join(allowed)}")
        if not self.grounds.strip():
            raise MisuseError("a finding needs its grounds", "add --grounds TEXT: which exhibits show which element")
        if self.outcome == "found" and LIKELIHOODS.index(self.likelihood) < _EVEN:
            raise MisuseError(
                f"what is {self.likelihood} cannot be found", "the likelihood is that of the conduct itself"
            )
        return self

    def to_body(self) -> dict[str, Any]:
        """Return the part of the log entry that says this."""
        return {
            "outcome": self.outcome,
            "standard": self.standard,
            "likelihood": self.likelihood,
            "confidence": self.confidence,
            "grounds": self.grounds,
            "dissent": self.dissent,
        }


def from_body(body: dict[str, Any]) -> Finding:
    """Read back what :meth:`Finding.to_body` wrote."""
    return Finding(
        cast(Outcome, body["outcome"]),
        body["standard"],
        body["likelihood"],
        body["confidence"],
        body["grounds"],
        body["dissent"],
    )
