"""Knowledge items as CSV, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.row import ReadResult

LIST_COLUMNS: Final = ("stages", "industries", "intents")
PRICE_COLUMNS: Final = ("product", "plan", "amount", "currency", "per", "min_quantity")
NUMBER_COLUMNS: Final = ("price_amount", "price_min_quantity")
REQUIRED_COLUMNS: Final = ("id", "kind", "title", "body")
COLUMNS: Final = (
    "id", "kind", "title", "body", "url", *LIST_COLUMNS, "language", "internal", "valid_from", "valid_until",
    *(f"price_{name}" for name in PRICE_COLUMNS),
)  # fmt: skip

_VERBATIM: Final = ("body", "title")
_NUMBER = re.compile(r"\d+(\.\d+)?([eE][+-]?\d{1,3})?")
_FLAGS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def read_csv(text: str, source: str) -> ReadResult:
    """Read every row. The first line names the columns, separated by ``,``, ``;`` or tab; lists by ``;`` or ``|``."""
    result = ReadResult()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if not _accept_header(header, source, result):
            return result
        line = rows.line_num + 1
        for cells in rows:
            _read_cells(header, cells, source, line, result)
            line = rows.line_num + 1
    except csv.Error:
        result.reject(
            source, line, "", "not CSV from here on: a quote is left open or misplaced, or a cell is too long"
        )
    return result


def write_csv(items: Sequence[KnowledgeItem]) -> str:
    """Return all items with a header; cells that a spreadsheet would run as formulas begin with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        values = item.model_dump(mode="json")
        price = values.pop("price") or {}
        values.update({f"price_{name}": price.get(name) for name in PRICE_COLUMNS})
        writer.writerow([_guard(_cell(values[name])) for name in COLUMNS])
    return out.getvalue()


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _accept_header(header: list[str], source: str, result: ReadResult) -> bool:
    for name in REQUIRED_COLUMNS:
        if name not in header:
            result.reject(source, 1, f"/{name}", "this column is missing")
    for position, name in enumerate(header):
        if name not in COLUMNS:
            result.reject(source, 1, f"/{name}", "unknown column: remove it or correct its name")
        elif name in header[:position]:
            result.reject(source, 1, f"/{name}", "this column comes twice")
    return not result.problems


def _read_cells(header: list[str], cells: list[str], source: str, line: int, result: ReadResult) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) != len(header):
        result.reject(source, line, "", f"the row has {len(cells)} cells, the header {len(header)}")
        return
    values: dict[str, object] = {}
    price: dict[str, object] = {}
    for name, raw in zip(header, cells, strict=True):
        cell = _unguard(raw)
        cell = cell if name in _VERBATIM else cell.strip()
        if cell == "":
            continue
        if name in LIST_COLUMNS:
            values[name] = _split(cell)
        elif name in NUMBER_COLUMNS:
            price[name.removeprefix("price_")] = float(cell) if _NUMBER.fullmatch(cell) else cell
        elif name.startswith("price_"):
            price[name.removeprefix("price_")] = cell
        elif name == "internal":
            values[name] = _FLAGS.get(cell.lower(), cell)
        else:
            values[name] = cell
    if price:
        values["price"] = price
    result.read_row(values, source, line, pointer_of=_column_pointer)


def _column_pointer(pointer: str) -> str:
    parts = pointer.split("/")
    if parts[1:2] == ["price"] and len(parts) > 2:
        return f"/price_{parts[2]}"
    return "/".join(parts[:2])


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ";".join(re.sub(r"([\\;|])", r"\\\1", str(each)) for each in value)
        case _:
            return str(value)


def _split(cell: str) -> list[str]:
    parts, current, position = [], "", 0
    while position < len(cell):
        character = cell[position]
        if character == "\\" and position + 1 < len(cell) and cell[position + 1] in "\\;|":
            current += cell[position + 1]
            position += 1
        elif character in ";|":
            parts.append(current)
            current = ""
        else:
            current += character
        position += 1
    return [part.strip() for part in [*parts, current] if part.strip()]


def _guard(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
