"""Reads a policy from YAML and refuses every mistake by the name of its key."""

import json
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from copilot.asset import asset_folder, checked_files
from copilot.errors import PolicyInvalidError
from copilot.routing.policy_model import Policy

__all__ = ["Policy", "load_policy", "parse_policy"]

SHIPPED: Final = "default.yaml"
_MAX_BYTES: Final = 1_000_000
"""A policy is a page of text; anything this long is another file."""
_MAX_DEPTH: Final = 8
"""The shipped policy has 3 levels; the parser's time grows with the square of the depth."""


class _StrictLoader(yaml.SafeLoader):
    """Plain YAML in which a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise PolicyInvalidError(f"line {key.start_mark.line + 1}: a key must be a plain word")
            if key.value in seen:
                raise PolicyInvalidError(f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_policy(path: Path | None = None) -> Policy:
    """Load a policy file; None: the shipped one, checked against its checksum.

    Raises:
        PolicyInvalidError: It cannot be read or describes no usable policy; the message names each wrong key.
        ArtefactCorruptError: The shipped file is missing or was changed.
    """
    if path is None:
        folder = asset_folder("policies")
        path = folder / SHIPPED
        if path not in checked_files(folder):
            raise PolicyInvalidError(f"policies/SHA256SUMS does not list {SHIPPED}; install the package again")
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise PolicyInvalidError(f"{path.name} is over {_MAX_BYTES} bytes: this is no policy")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyInvalidError(f"{path.name} cannot be read as UTF-8 text: {type(error).__name__}") from error
    return parse_policy(text, name=path.name)


def parse_policy(text: str, *, name: str = "policy") -> Policy:
    """Parse the text of a policy file; ``name`` stands in front of each message.

    Raises:
        PolicyInvalidError: As ``load_policy``.
    """
    try:
        _check_structure(text)
        content = yaml.load(text, Loader=_StrictLoader)  # a SafeLoader that refuses more
    except PolicyInvalidError as error:
        raise PolicyInvalidError(f"{name}: {error.message}") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise PolicyInvalidError(f"{name}: {where}this is not valid YAML") from error
    if not isinstance(content, dict):
        raise PolicyInvalidError(f"{name}: the file must be a mapping with the keys of the shipped policy")
    try:
        # Through JSON, so that strict types still read enums, tuples and their keys from text.
        return Policy.model_validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        problems = "; ".join(_describe(item["loc"], item["msg"]) for item in error.errors(include_input=False))
        raise PolicyInvalidError(f"{name}: {problems}") from error


def _check_structure(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise PolicyInvalidError(f"nothing in a policy lies deeper than {_MAX_DEPTH} levels")
        # A value is to be read where it stands, and nested aliases can blow a small file up to gigabytes.
        if isinstance(event, yaml.AliasEvent):
            raise PolicyInvalidError(f"write the value of *{event.anchor} out, aliases are not allowed")


def _describe(location: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in location if part != "[key]")
    message = message.removeprefix("Value error, ")
    return f"{key}: {message}" if key else message
