"""Slots in a knowledge body.

``{name}`` is a slot, ``{{`` and ``}}`` are literal braces, anything else in braces is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<name>[a-z][a-z0-9_]*)\}|\{[^{}]*\}|[{}]")
_MEANING = {"{{": "{", "}}": "}"}


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands for itself, braces already unescaped."""

    text: str


@dataclass(frozen=True, slots=True)
class SlotRef:
    """A place to be filled; ``start`` and ``end`` are half-open code point offsets in the template, braces included."""

    name: str
    start: int
    end: int


class TemplateSyntaxError(ValueError):
    """A brace that is neither a slot nor a literal. ``position`` is its code point offset, from 0."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"character {position + 1}: write a slot as {{name}} in lower case letters, digits and _, "
            "or a literal brace as {{ or }}"
        )
        self.position = position


def parse_template(text: str) -> list[Literal | SlotRef]:
    """Split a template into literal text and slots; neighbouring literals are joined.

    Raises:
        TemplateSyntaxError: Something else stands in braces, or a brace stands alone.
    """
    parts: list[Literal | SlotRef] = []
    literal: list[str] = []
    for piece in _pieces(text):
        if isinstance(piece, TemplateSyntaxError):
            raise piece
        if isinstance(piece, str):
            literal.append(piece)
            continue
        if literal:
            parts.append(Literal("".join(literal)))
            literal = []
        parts.append(piece)
    if literal:
        parts.append(Literal("".join(literal)))
    return parts


def template_errors(text: str) -> list[TemplateSyntaxError]:
    """Return every wrong brace, in order; empty when the template is good."""
    return [piece for piece in _pieces(text) if isinstance(piece, TemplateSyntaxError)]


def escape_braces(text: str) -> str:
    """Return a template that stands for exactly this text."""
    return text.replace("{", "{{").replace("}", "}}")


def _pieces(text: str) -> Iterator[str | SlotRef | TemplateSyntaxError]:
    last = 0
    for token in _TOKEN.finditer(text):
        if token.start() > last:
            yield text[last : token.start()]
        last = token.end()
        if token["name"] is not None:
            yield SlotRef(token["name"], token.start(), token.end())
        elif (meaning := _MEANING.get(token[0])) is not None:
            yield meaning
        else:
            yield TemplateSyntaxError(token.start())
    if last < len(text):
        yield text[last:]
