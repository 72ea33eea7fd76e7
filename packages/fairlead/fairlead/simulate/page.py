"""Writes the simulated press page: an invented outlet, speaker and ministry, with counts, a reward and a reply.

The accused State is a real one, because the measures name real States; the page says at its top, in its body and at its
foot that nothing in it was ever said or done. What it claims is no hint at what happens in the simulated sea.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>SIMULATED PAGE: Averland offers reward for evidence of sanctions evasion</title>
<meta name="robots" content="noindex">
</head>
<body>
<nav><a href="#">Home</a> <a href="#">World</a> <a href="#">Shipping</a> <a href="#">Sign in</a></nav>
<p class="banner">SIMULATED PAGE. The outlet, the ministry, the speaker and every claim below are invented.</p>
<article>
<h1>SIMULATED: Averland offers ${reward} million reward for evidence of North Korea sanctions evasion</h1>
<p class="meta">The Imaginary Harbour Gazette, <time datetime="{iso}">{written}</time></p>
<p>The Averland Ministry of Maritime Affairs (invented) has accused China of failing to meet its UN Security Council
obligation to enforce international sanctions on North Korea, and offers up to ${reward} million for evidence of
evasion.</p>
<p>Mara Testwell, an invented deputy minister of Averland, made the comments at a simulated event and criticised China
for allegedly failing to stop illicit imports of coal on {occasions} separate occasions.</p>
<p>The ministry also said that Beijing continues to host at least {workers:,} North Korean laborers whom a UN Security
Council resolution requires to be repatriated.</p>
<p>In this simulated text, China voted for UN sanctions against North Korea in 2006, 2009, 2013, 2016 and 2017, as
Testwell acknowledged.</p>
<p>Beijing insisted that it upholds UN sanctions against North Korea. It addressed neither number.</p>
</article>
<aside><h2>Also in the Gazette</h2>
<ul><li>Ten knots that every cook should know</li><li>Weather for sailors</li></ul></aside>
<footer>SIMULATED PAGE, made by fairlead simulate. Share - Print - Newsletter</footer>
</body>
</html>
"""


def write(path: Path, rng: np.random.Generator, day: date) -> list[dict[str, Any]]:
    """Write the page as of a day and return what it says, for the key."""
    occasions, workers = int(rng.integers(120, 900)), int(rng.integers(4, 40)) * 500
    reward = int(rng.integers(2, 9))
    text = _PAGE.format(
        reward=reward, iso=day.isoformat(), written=f"{day.day} {day:%B %Y}", occasions=occasions, workers=workers
    )
    path.write_text(text, encoding="utf-8")
    accused = {"claimant": "Averland Ministry of Maritime Affairs (invented)", "accused": "CN"}
    return [
        {
            "kind": "claim",
            **accused,
            "number": occasions,
            "unit": "occasions",
            "goods": "coal",
        },
        {"kind": "claim", **accused, "number": workers, "bound": "at least", "unit": "labourers", "goods": None},
        {"kind": "offer", "number": reward * 1_000_000, "bound": "up to", "unit": "USD"},
        {"kind": "vote", "by": "CN", "years": [2006, 2009, 2013, 2016, 2017]},
        {"kind": "reply", "by": "CN", "state": "general position"},
    ]
