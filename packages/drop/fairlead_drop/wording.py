"""The texts of the pages, in every language there is a file of in ``texts/``. Plain text only: pages escape it."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources

LANGUAGES = ("en", "ko", "zh", "ru")


class Wording:
    """The texts of one language, with the operator's name filled in."""

    def __init__(self, language: str, name: str) -> None:
        self.language = language
        self.name = name
        self._texts = texts(language)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self("dir")

    def __call__(self, key: str, /, **values: str) -> str:
        """Return one text."""
        text = self._texts[key]
        assert isinstance(text, str)
        return text.format(name=self.name, **values)

    def lines(self, key: str, /, **values: str) -> list[str]:
        """Return the paragraphs of a text that has several."""
        return [line.format(name=self.name, **values) for line in self._texts[key]]

    def has(self, key: str) -> bool:
        """Tell whether there is such a text."""
        return key in self._texts


@lru_cache
def texts(language: str) -> dict[str, str | list[str]]:
    """Return all texts of a language."""
    found: dict[str, str | list[str]] = json.loads(
        resources.files("fairlead_drop").joinpath("texts", f"{language}.json").read_text("utf-8")
    )
    return found
