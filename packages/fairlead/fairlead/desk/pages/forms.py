"""What a form said, as the model that the API takes; where it is none, the one refusal that people are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fairlead.errors import MisuseError

Model = TypeVar("Model", bound=BaseModel)


def read(model: type[Model], given: Mapping[str, Any]) -> Model:
    """Return a form as its model; MisuseError that names the first field that is wrong."""
    try:
        return model(**given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        said = str(first["msg"])
        raise MisuseError(
            f"{where.replace('_', ' ')}: {said[:1].lower()}{said[1:]}", "go back and fill it in"
        ) from wrong
