"""YAML as front matter needs it: safe, no surprises, and it knows on which line a field stands."""

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

_PLAIN_TAGS = {"int", "float", "null"}
_RARE_LINE_END = re.compile("[\r\x85\u2028\u2029]")


class _Loader(yaml.SafeLoader):
    """SafeLoader without dates (they stay text), without ``no`` for false, without aliases and repeated keys."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it untyped
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem="a key comes twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _plain_resolvers() -> dict[str, list[tuple[str, Any]]]:
    kept = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in _PLAIN_TAGS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return {first: resolvers for first, resolvers in kept.items() if resolvers}


_Loader.yaml_implicit_resolvers = _plain_resolvers()
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


class FrontMatterError(ValueError):
    """Front matter that cannot be read; ``line`` counts from 1 within it."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def load_front_matter(text: str) -> tuple[dict[str, object], dict[str, int]]:
    """Return the mapping and, for each top-level key, its line from 1.

    Raises:
        FrontMatterError: Not YAML, or not a mapping with words as keys.
    """
    loader: _Loader | None = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, MappingNode):
            raise FrontMatterError("front matter must be a list of fields, such as 'kind: template'", 1)
        values = loader.construct_document(node)
        if not all(isinstance(key, str) for key in values):
            raise FrontMatterError("every field name must be a word", 1)
        return values, {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FrontMatterError(f"not YAML: {error.problem or 'unreadable'}", mark.line + 1 if mark else 1) from None
    except yaml.YAMLError:
        raise FrontMatterError("not YAML: a character is not allowed", 1) from None
    except RecursionError:
        raise FrontMatterError("not YAML: nested too deeply", 1) from None
    except (ValueError, OverflowError) as error:
        if isinstance(error, FrontMatterError):
            raise
        raise FrontMatterError("not YAML: a number cannot be read", 1) from None
    finally:
        if loader is not None:
            loader.dispose()


def dump_front_matter(values: dict[str, object]) -> str:
    """Return YAML that ``load_front_matter`` reads back, keys in the given order, lists on one line."""
    return "".join(_dump_field(name, value) for name, value in values.items())


def _dump_field(name: str, value: object) -> str:
    flow = isinstance(value, list)
    dumped: str = yaml.dump(
        {name: value},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=None if flow else False,
    )
    return dumped


class _Dumper(yaml.SafeDumper):
    """SafeDumper without aliases. It quotes by its own resolvers, a superset of the loader's, so text stays text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> ScalarNode:
    # PyYAML folds the rarer line ends inside single quotes, which turns them into spaces.
    style = '"' if _RARE_LINE_END.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
