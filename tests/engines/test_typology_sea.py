"""The made-up world on which engines are compared has an occasion of every typology, or rows could not differ."""

from __future__ import annotations

from pathlib import Path

import typology_sea

from fairlead import engines, typologies


def test_every_typology_but_one_that_engages_nothing_finds_an_occasion(tmp_path: Path) -> None:
    read = typology_sea.stored(tmp_path)
    (tmp_path / "made").mkdir()
    with engines.at(engines.DEFAULT, tmp_path / "made") as opened:
        occasions, rejected = typologies.find_all(read(opened))
    names = {module.NAME for module in typologies.TYPOLOGIES}
    found = {one.typology.name for one in occasions}
    assert names - found == {"manipulated"}, "it engages nothing by itself"
    assert "manipulated" in {one.typology for one in rejected}
