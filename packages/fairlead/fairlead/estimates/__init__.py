"""Numbers that can be recomputed: quantities that refuse unlike sums, ceilings, scenarios, workers, claims apart."""
