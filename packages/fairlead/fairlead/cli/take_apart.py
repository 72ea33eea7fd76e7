"""``fairlead claims CASE --take-apart ID``: one claimed number against everything in the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fairlead import law
from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.cli.estimate_tables import line, number
from fairlead.deriving import derive
from fairlead.errors import MisuseError
from fairlead.estimates import figures, take_apart, units
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import Quantity
from fairlead.estimates.take_apart import Apart, Claimed
from fairlead.register.occasions import called
from fairlead.register.statements import Said
from fairlead.typologies.occasion import Citation, Where


def run(case: Case, every: Sequence[Said], asked: str, form: str) -> None:
    """Take the claim apart that is called by its reference, or by exhibit and row; print the answer."""
    found, _ = taken(case, every, asked)
    if form == "json":
        terminal.print_json(take_apart.document(found))
    else:
        _show(found)


def taken(case: Case, every: Sequence[Said], asked: str) -> tuple[Apart, Citation]:
    """Return a claim taken apart, and where it is made. Raises MisuseError where no claim is called so."""
    tables = figures.read(case.followed(), [exhibit.sha256 for exhibit in case.exhibits.all()])
    said = {claim: place for claim, place in map(_of_page, every) if claim is not None}
    told = {take_apart.of_figure(one): Citation(one.sha256, (Where(rows=(one.row, one.row)),)) for one in tables}
    chosen = _chosen(tuple(said), tables, asked)
    others = [each for each in (*said, *told) if each != chosen]
    found = take_apart.apart(law.load(case.regime), chosen, derive.occasions(case), others)
    return found, {**told, **said}[chosen]


def _chosen(said: Sequence[Claimed], tables: Sequence[Figure], asked: str) -> Claimed:
    pages = [claim for claim in said if claim.id == asked]
    if pages:
        return pages[0]
    try:
        return take_apart.of_figure(figures.one(tables, asked))
    except MisuseError as unknown:
        if unknown.hint and unknown.hint.startswith("say which"):
            raise
        raise MisuseError(
            f"no claim with a number is called {asked}",
            "`fairlead claims CASE` names each as EXHIBIT:ROW; tables by reference",
        ) from unknown


def _of_page(said: Said) -> tuple[Claimed | None, Citation]:
    """Return a page's claim of a number with its place; None for anything else."""
    body = said.body
    place = Citation(said.sha256, (Where(chars=said.chars) if said.chars else Where(page=said.page),))
    if said.kind != "claim" or body.get("number") is None or body.get("counts") == "money":
        return None, place
    id = f"{said.sha256[:12]}:{said.row}"
    goods = body.get("goods") or ()
    goods = (goods,) if isinstance(goods, str) else tuple(goods)
    part_of = body.get("part_of")
    quantity = Quantity(
        name=f"“{said.quote[:80]}”",
        amount=take_apart.stated(body["number"], body.get("bound")),
        unit=units.named(body.get("unit") or "thing"),
        what=", ".join(goods) or body.get("unit") or "not stated",
        kind="stock" if body.get("counts") in ("persons", "ships") else "flow",
        start=_day(body.get("period_start")),
        end=_day(body.get("period_end")),
        whose=frozenset(body.get("accused") or ()),
        by=said.speaker,
        reference=id,
        part_of=None if part_of is None else f"{said.sha256[:12]}:{part_of}",
    )
    shown = " ".join(str(each) for each in (body.get("bound"), number_of(quantity), body.get("unit")) if each)
    claimed = Claimed(
        id, f"{said.speaker or 'speaker not stated'}: {shown}", quantity, body.get("bound"), goods, quantity.whose
    )
    return claimed, place


def number_of(quantity: Quantity) -> str:
    """Return the number of a claim as it is printed."""
    return number(quantity.amount.best) if quantity.amount.best is not None else "no number"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _show(one: Apart) -> None:
    line(f"{one.claim.id}: {one.claim.words}", 0, "bold")
    line(f"it can contain {len(one.can)} occasion(s) of this case, observed or documented", 2, "cyan")
    for each in one.can:
        line(f"{called(each)}  {each.start[:10]}  {each.title}", 4)
    if one.stated:
        line(f"and {len(one.stated)} that are only stated, counted apart", 2)
    line(f"it cannot contain {len(one.cannot)}", 2, "cyan")
    for why, count in one.cannot_by_reason.items():
        line(f"{count}: {why}", 4)
    for text in one.needed:
        line(f"to reach it: {text}", 2, "yellow")
    for text in one.others:
        line(f"beside it: {text}", 2, "magenta")
    if one.left_open:
        line(f"not stated: {'; '.join(one.left_open)}", 2, "yellow")
    line(take_apart.DOES_NOT_SHOW, 0, "dim")
