"""YAML with line numbers: values taken from composed nodes, each refusal naming file, line and reason.

It knows the kinds of values (text, date, number, list) and nothing of measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, TypeVar

import yaml

from fairlead.errors import UnreadableError

T = TypeVar("T")

_KINDS = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "a whole number",
    "tag:yaml.org,2002:float": "a decimal number",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:bool": "a truth value",
    "tag:yaml.org,2002:map": "a mapping",
    "tag:yaml.org,2002:seq": "a list",
}


@dataclass(frozen=True)
class Node:
    """A YAML node of a named file; every method refuses with :class:`UnreadableError` what is not as expected."""

    file: str
    yaml: yaml.Node

    def refuse(self, why: str) -> NoReturn:
        """Refuse this node, naming file and line."""
        line = self.yaml.start_mark.line + 1
        raise UnreadableError(f"{self.file}, line {line}: {why}", "correct that line and try again")

    def _expected(self, what: str) -> NoReturn:
        self.refuse(f"expected {what}, found {_KINDS.get(self.yaml.tag, self.yaml.tag)}")

    def _scalar(self, kind: str, what: str) -> str:
        if not isinstance(self.yaml, yaml.ScalarNode) or self.yaml.tag != f"tag:yaml.org,2002:{kind}":
            self._expected(what)
        return str(self.yaml.value)

    def text(self) -> str:
        """Return non-empty text; a number or date has to stand in quotes to be text."""
        found = self._scalar("str", "text (quotes make text of a number or a date)")
        if not found.strip():
            self.refuse("expected text, found an empty one")
        return found

    def integer(self) -> int:
        """Return a whole number."""
        found = self._scalar("int", "a whole number")
        return int(found.replace("_", "")) if found.replace("_", "").isdigit() else self.refuse(f"bad number: {found}")

    def choice_of_truth(self) -> bool:
        """Return true or false."""
        return self._scalar("bool", "true or false").lower() in ("true", "yes", "on")

    def date(self) -> date:
        """Return a day, written as 2017-08-05."""
        found = self._scalar("timestamp", "a date such as 2017-08-05")
        try:
            return date.fromisoformat(found)
        except ValueError:
            self.refuse(f"bad date: {found}")

    def choice(self, allowed: Iterable[str], what: str) -> str:
        """Return text that is one of those allowed."""
        found = self.text()
        if found not in (options := tuple(allowed)):
            self.refuse(f"unknown {what}: {found} (known: {', '.join(options)})")
        return found

    def items(self) -> list[Node]:
        """Return the members of a list."""
        if not isinstance(self.yaml, yaml.SequenceNode):
            self._expected("a list")
        return [Node(self.file, member) for member in self.yaml.value]

    def pairs(self) -> dict[str, Node]:
        """Return the members of a mapping; a key given twice is refused."""
        if not isinstance(self.yaml, yaml.MappingNode):
            self._expected("a mapping")
        found: dict[str, Node] = {}
        for key, value in self.yaml.value:
            name = Node(self.file, key).text()
            if name in found:
                Node(self.file, key).refuse(f"key given twice: {name}")
            found[name] = Node(self.file, value)
        return found

    def record(self, what: str, required: str, optional: str = "") -> Record:
        """Return a mapping with exactly these keys (names parted by spaces)."""
        found = self.pairs()
        must, may = required.split(), optional.split()
        for key in found:
            if key not in must and key not in may:
                found[key].refuse(f"unknown key in {what}: {key}")
        for key in must:
            if key not in found:
                self.refuse(f"{what} lacks {key}")
        return Record(self, found)


@dataclass(frozen=True)
class Record:
    """A mapping whose keys were checked."""

    node: Node
    fields: dict[str, Node]

    def __getitem__(self, key: str) -> Node:
        return self.fields[key]

    def optional(self, key: str, take: Callable[[Node], T]) -> T | None:
        """Return what ``take`` makes of a field; None where it is absent or null."""
        node = self.fields.get(key)
        return None if node is None or node.yaml.tag == "tag:yaml.org,2002:null" else take(node)

    def members(self, key: str, take: Callable[[Node], T]) -> tuple[T, ...]:
        """Return what ``take`` makes of each member of a list; empty where the list is absent."""
        return () if key not in self.fields else tuple(take(node) for node in self.fields[key].items())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list; empty where it is absent."""
        return self.members(key, Node.text)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same nodes and lines, where it was built with libyaml


def compose(text: str, file: str) -> Node:
    """Return the root node of one YAML document; bad syntax is refused with its line."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as bad:
        line = f", line {bad.problem_mark.line + 1}" if bad.problem_mark else ""
        raise UnreadableError(f"{file}{line}: not YAML: {bad.problem}") from bad
    except yaml.YAMLError as bad:
        raise UnreadableError(f"{file}: not YAML: {bad}") from bad
    if root is None:
        raise UnreadableError(f"{file}: the file is empty")
    return Node(file, root)
