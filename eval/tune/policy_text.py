"""Write thresholds into a policy file without losing what stands beside them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from copilot.errors import InvalidInputError
from copilot.routing.policy import parse_policy
from copilot.routing.policy_model import Policy, Thresholds
from eval.tune.case_table import TUNED

_COMMENT: Final = re.compile(r"[ \t]*#[^\n]*")
_LEADING: Final = re.compile(r"\A(?:[ \t]*#[^\n]*\n|[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text and what replaces it."""

    start: int
    end: int
    text: str


def tuned_text(
    text: str, base: Policy, thresholds: Thresholds, *, name: str, version: str, header: Sequence[str]
) -> str:
    """Return the policy file with a new name, version and thresholds, proven to load.

    Comments stay, but for those at the top, which ``header`` replaces, and those of a moved threshold, whose reasons
    no longer hold.

    Args:
        text: The file that ``base`` was read from.
        base: Its policy.
        thresholds: The new ones.
        name: Of the new policy.
        version: Of the new policy.
        header: Lines of the comment at the top, without ``#``.

    Raises:
        InvalidInputError: Name and version are those of the policy that was started from.
        PolicyInvalidError: The name or version is none.
    """
    if (name, version) == (base.name, base.version):
        raise InvalidInputError(f"{base.id} exists already: give the new policy another --version")
    found = _scalars(text)
    edits = [_replaced(found["name",], _quoted(name)), _replaced(found["version",], _quoted(version))]
    for key in TUNED:
        before, after = getattr(base.thresholds, key), getattr(thresholds, key)
        if before != after:
            edits += _moved(text, found["thresholds", key], before, after)
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    comment = "".join(f"# {line}\n" if line else "#\n" for line in header)
    written = comment + _LEADING.sub("", text)
    policy = parse_policy(written, name="the tuned policy")
    expected = base.model_copy(update={"name": name, "version": version, "thresholds": thresholds})
    if policy != expected:  # nothing but these keys may differ
        raise InvalidInputError("the policy file cannot be edited as it is laid out; write it as the shipped one")
    return written


def _scalars(text: str) -> Mapping[tuple[str, ...], yaml.ScalarNode]:
    """Return the values of the file by their keys, two levels deep."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # the policy was read from it
    found: dict[tuple[str, ...], yaml.ScalarNode] = {}
    for key, node in root.value:
        if isinstance(node, yaml.ScalarNode):
            found[key.value,] = node
        elif isinstance(node, yaml.MappingNode):
            found |= {
                (key.value, inner.value): value for inner, value in node.value if isinstance(value, yaml.ScalarNode)
            }
    return found


def _replaced(node: yaml.ScalarNode, text: str) -> Edit:
    return Edit(node.start_mark.index, node.end_mark.index, text)


def _moved(text: str, node: yaml.ScalarNode, before: float, after: float) -> list[Edit]:
    edits = [_replaced(node, str(int(after)) if after.is_integer() else repr(after))]
    if comment := _COMMENT.match(text, node.end_mark.index):
        edits.append(Edit(comment.start(), comment.end(), f" # purchase score, 0 … 100. Tuned; {before:g} before"))
    return edits


def _quoted(plain: str) -> str:
    """Return text as a YAML string: bare, 2026.11 would be a number."""
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
