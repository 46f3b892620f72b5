"""Rows of a CSV file: a header, then a row for each turn; several labels of a cell are parted by ``|`` or ``;``."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from copilot.errors import InvalidInputError
from copilot.training.dataset import Turn
from eval.own.column import check_columns, names_of_fields
from eval.own.fault import Fault
from eval.own.line import Line, broken_encoding
from eval.own.record import read_record

_DELIMITERS: Final = (",", ";", "\t")
_LISTS: Final = ("intents", "accept")
_BETWEEN_LABELS: Final = re.compile(r"[|;]")


def read_csv(
    lines: Sequence[Line], columns: Mapping[str, str], fields: Sequence[str], faults: list[Fault], name: str
) -> list[tuple[int, Turn]]:
    """Return the good rows with the line they start in; blank lines are passed over.

    An empty cell was not judged; out of scope is written ``out_of_scope``.

    Args:
        lines: Of the file.
        columns: Field → column, where a column differs from the field's name.
        fields: What is read.
        faults: Gets what is wrong.
        name: Of the file.

    Raises:
        InvalidInputError: The header lacks a mapped column or the text, or names one twice.
    """
    delimiter = _delimiter_of(lines, columns)
    rows = _rows(lines, delimiter, faults)
    _, header = next(rows, (1, []))
    header = [cell.strip() for cell in header]
    if lines[0].is_broken:
        raise InvalidInputError(f"{name}: the first line is not UTF-8: save the file as UTF-8")
    check_columns(header, columns, fields, name)
    found = names_of_fields(header, columns, fields)
    turns = []
    for start, cells in rows:
        if not _fits(cells, header, start, faults):
            continue
        turn = read_record(
            {field: _value(field, cells[header.index(column)]) for field, column in found.items()},
            start,
            faults,
            names=found,
            default_id=f"line-{start}",
        )
        if turn is not None:
            turns.append((start, turn))
    return turns


def _rows(lines: Sequence[Line], delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row that can be taken apart, with its first line; the others become faults."""
    reader = csv.reader((line.text for line in lines), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(Fault(start, None, None, "not_csv", _why(error)))
            continue
        if any(line.is_broken for line in lines[start - 1 : reader.line_num]) and start > 1:
            faults.append(broken_encoding(start))
        elif cells:
            yield start, cells


def _why(error: csv.Error) -> str:
    """Return what is wrong in words that hold nothing of the file."""
    if "unexpected end" in str(error):
        return "opens a quotation mark that is never closed, so everything after it is one cell"
    if "field larger" in str(error):
        return "has a cell of over 131,072 characters: a quotation mark is probably not closed"
    return "is not CSV: a quotation mark inside a quoted cell must be doubled"


def _fits(cells: list[str], header: list[str], start: int, faults: list[Fault]) -> bool:
    if len(cells) == len(header):
        return True
    cause = "; a text with the delimiter in it must be quoted" if len(cells) > len(header) else ""
    message = f"has {len(cells)} cells where the header has {len(header)}{cause}"
    faults.append(Fault(start, None, None, "cells", message))
    return False


def _value(field: str, cell: str) -> Any:
    if field == "text":
        return cell
    if not cell.strip():
        return None
    if field not in _LISTS:
        return cell
    return [label for label in _BETWEEN_LABELS.split(cell) if label.strip()]


def _delimiter_of(lines: Sequence[Line], columns: Mapping[str, str]) -> str:
    """Return the delimiter under which the header has most of the wanted columns; a comma where none has any."""

    def wanted(delimiter: str) -> int:
        header = next(csv.reader([lines[0].text], delimiter=delimiter), [])
        return len(names_of_fields([cell.strip() for cell in header], columns))

    return max(_DELIMITERS, key=wanted)
