"""What was typed, checked by the shapes of the API, so that both ways in take the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from copilot.errors import InvalidInputError


@contextmanager
def checked(argument: str | None = None) -> Iterator[None]:
    """Turn a shape's refusal into one line that names the argument, or else the field, and never what was typed.

    Raises:
        InvalidInputError: The shape refused it.
    """
    try:
        yield
    except ValidationError as error:
        wrong = [
            f"{argument or '--' + str(found['loc'][0])}: {found['msg'].removeprefix('Value error, ')}"
            for found in error.errors(include_input=False, include_url=False)
        ]
        raise InvalidInputError("; ".join(wrong)) from None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write a file that the user named into one line.

    Raises:
        InvalidInputError: It cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from error
