"""Fits a scorecard: points per band of a few features, more never counting against, and what a sum of points is worth.

The fit is a logistic regression on "at least this band" steps with weights that may not be negative, so that each
feature is monotone by construction; points are the weights in hundredths, and an isotonic regression on the sum of
points tells the likelihood. Shipped code only adds whole numbers and looks up. Left out: where the rows come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

Floats = npt.NDArray[np.float64]
RIDGE = 0.3  # on each step's weight
LEAST_ROWS = 40  # of the training rows in a step of the table from points to likelihood


def steps(rows: Sequence[Mapping[str, Any]], bands: Mapping[str, Sequence[int]]) -> Floats:
    """Return one column per band: 1 where the feature reaches it; a feature that is None reaches none."""
    columns = [
        [float(row[name] is not None and row[name] >= least) for row in rows]
        for name, edges in bands.items()
        for least in edges
    ]
    return np.array(columns, dtype=float).T


def weights(x: Floats, y: Floats, sample: Floats | None = None) -> tuple[Floats, float]:
    """Return the weights of the steps, none negative, and the constant."""
    w = np.ones(len(y)) if sample is None else sample

    def loss(beta: Floats) -> tuple[float, Floats]:
        z = x @ beta[:-1] + beta[-1]
        p = 1 / (1 + np.exp(-z))
        value = np.sum(w * (np.logaddexp(0, z) - y * z)) + RIDGE / 2 * np.sum(beta[:-1] ** 2)
        slope = np.append(x.T @ (w * (p - y)) + RIDGE * beta[:-1], np.sum(w * (p - y)))
        return float(value), slope

    start = np.zeros(x.shape[1] + 1)
    bounds = [(0, None)] * x.shape[1] + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[:-1], float(found.x[-1])


def fit(
    rows: Sequence[Mapping[str, Any]], y: Floats, bands: Mapping[str, Sequence[int]], sample: Floats
) -> dict[str, Any]:
    """Return the scorecard: ``points`` by feature and band, and ``likelihood``: from how many points on, per mille."""
    x = steps(rows, bands)
    points = np.rint(weights(x, y, sample)[0] * 100).astype(int)
    worth = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip")
    table = _table(x @ points, y, sample, worth)
    named, at = {}, 0
    for name, edges in bands.items():
        named[name] = [
            {"at_least": int(edge), "points": int(points[at + n])} for n, edge in enumerate(edges) if points[at + n]
        ]
        at += len(edges)
    return {"points": named, "likelihood": table}


def _table(total: Floats, y: Floats, sample: Floats, worth: IsotonicRegression) -> list[dict[str, int]]:
    """Return steps of points with their likelihood; each step holds at least ``LEAST_ROWS`` rows."""
    worth.fit(total, y, sample_weight=sample)
    order = np.argsort(total, kind="stable")
    edges = [int(total.min())]
    for value in np.unique(total[order]):
        here = (total >= edges[-1]) & (total < value)
        differs = abs(worth.predict([value])[0] - worth.predict([edges[-1]])[0]) > 0.005
        if here.sum() >= LEAST_ROWS and (total >= value).sum() >= LEAST_ROWS and differs:
            edges.append(int(value))
    steps_made = []
    for n, edge in enumerate(edges):
        inside = (total >= edge) & (total < (edges[n + 1] if n + 1 < len(edges) else np.inf))
        alike, of = float((y * sample)[inside].sum()), float(sample[inside].sum())
        shrunk = (alike + 0.5 * sample.mean()) / (of + sample.mean())  # half a case each way: never sure
        per_mille = round(1000 * shrunk)
        if steps_made and per_mille < steps_made[-1]["per_mille"]:
            per_mille = steps_made[-1]["per_mille"]
        steps_made.append({"at_least": edge, "per_mille": per_mille, "rows": int(inside.sum())})
    steps_made[0]["at_least"] = 0
    return steps_made


def judge(rows: Sequence[Mapping[str, Any]], card: Mapping[str, Any]) -> Floats:
    """Return the likelihood of each row by a card, 0 to 1."""
    total = np.zeros(len(rows), dtype=int)
    for name, bands in card["points"].items():
        for band in bands:
            total += band["points"] * np.array(
                [row[name] is not None and row[name] >= band["at_least"] for row in rows], dtype=int
            )
    edges = np.array([one["at_least"] for one in card["likelihood"]])
    worth = np.array([one["per_mille"] for one in card["likelihood"]]) / 1000
    return worth[np.maximum(np.searchsorted(edges, total, side="right") - 1, 0)]


def f_half(y: Floats, flagged: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return precision, recall and F0.5."""
    hit = float((flagged & (y == 1)).sum())
    precision = hit / max(1, flagged.sum())
    recall = hit / max(1, (y == 1).sum())
    if not hit:
        return precision, recall, 0.0
    return precision, recall, 1.25 * precision * recall / (0.25 * precision + recall)


def figures(y: Floats, p: Floats, sample: Floats | None = None) -> dict[str, float]:
    """Return AUC, Brier score, and the Brier score of always saying the base rate."""
    base = np.average(y, weights=sample)
    return {
        "auc": float(roc_auc_score(y, p, sample_weight=sample)),
        "brier": float(brier_score_loss(y, p, sample_weight=sample)),
        "base": float(base * (1 - base)),
    }


def reliability(
    y: Floats, p: Floats, sample: Floats | None = None, width: int = 10
) -> list[tuple[str, int, float, float]]:
    """Return, by band of stated likelihood: rows, mean stated, and the share that was so."""
    w = np.ones(len(y)) if sample is None else sample
    found = []
    for n in range(width):
        inside = (p >= n / width) & ((p < (n + 1) / width) | (n == width - 1))
        if inside.any():
            stated = float(np.average(p[inside], weights=w[inside]))
            was = float(np.average(y[inside], weights=w[inside]))
            found.append((f"{n / width:.1f}-{(n + 1) / width:.1f}", int(inside.sum()), stated, was))
    return found
