"""``--columns text=Body,context=Last Message``: which field stands where in an evaluator's file."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from copilot.errors import FieldError, InvalidInputError
from eval.own.record import FIELDS


def parse_columns(stated: str | None) -> dict[str, str]:
    """Return field → column from ``field=column`` pairs parted by commas.

    Raises:
        InvalidInputError: A pair is none, a field is unknown, or a field or column comes twice.
    """
    columns: dict[str, str] = {}
    for pair in (stated or "").split(","):
        if not pair.strip():
            continue
        field, separator, column = (part.strip() for part in pair.partition("="))
        if not separator or not column:
            raise InvalidInputError("--columns: write field=column, such as text=Body,intents=Label")
        if field not in FIELDS:
            nearest = get_close_matches(field, FIELDS, n=1, cutoff=0.0)[0]
            raise InvalidInputError(
                f"--columns: {field} is no field (did you mean {nearest}?); use {', '.join(FIELDS)}"
            )
        if field in columns or column in columns.values():
            raise InvalidInputError(f"--columns: {field}={column} names a field or a column for the second time")
        columns[field] = column
    return columns


def names_of_fields(names: Sequence[str], columns: Mapping[str, str], fields: Sequence[str] = FIELDS) -> dict[str, str]:
    """Return field → the name it has among ``names``, for the wanted fields.

    A field that is not mapped is found under its own name, or one that differs by case or a plural ("Text", "intent").
    """
    found = {field: column for field, column in columns.items() if column in names and field in fields}
    for field in fields:
        if field in columns:
            continue
        alike = [name for name in names if _bare(name) == _bare(field) and name not in columns.values()]
        if field in alike:
            found[field] = field
        elif len(alike) == 1:
            found[field] = alike[0]
    return found


def check_columns(header: Sequence[str], columns: Mapping[str, str], fields: Sequence[str], name: str) -> None:
    """Refuse a header that lacks a mapped column or the text, or names one of ours twice.

    The header is not repeated: a file without one has a customer's words there. Only what resembles a wanted name is.

    Raises:
        InvalidInputError: With a fault for each column.
    """
    found = names_of_fields(header, columns, fields)
    wrong = [_absent(column, header) for column in columns.values() if column not in header]
    wrong += [
        FieldError("header", "repeated", f"two columns are called {column!r}")
        for column in found.values()
        if header.count(column) > 1
    ]
    if "text" not in columns and "text" not in found:
        wrong.append(_absent("text", header))
    if wrong:
        raise InvalidInputError(f"{name}: the first line must name the columns; map them with --columns", wrong)


def _bare(name: str) -> str:
    return name.strip().lower().removesuffix("s")


def _absent(column: str, header: Sequence[str]) -> FieldError:
    near = get_close_matches(column, [cell for cell in header if cell], n=1, cutoff=0.6)
    hint = f"; the closest is {near[0]!r}" if near else ""
    return FieldError("header", "missing", f"none of the {len(header)} columns is called {column!r}{hint}")
