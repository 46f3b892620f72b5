"""The peers by name, and how they are built."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from rich.progress import Progress

from copilot.errors import ConfigurationError, InvalidInputError
from eval.peer.frozen import FrozenEncoder, build_frozen_peer
from eval.peer.keyword import KeywordPeer
from eval.peer.lesson import Lesson, read_lesson
from eval.peer.prompted import PromptedPeer, read_endpoint
from eval.peer.router import build_router_peer
from eval.peer.shelf import Shelf, default_shelf
from eval.peer.static import build_static_peer
from eval.peer.svm import build_svm_peer
from eval.system import System

_HEADS: Final = 6
"""Steps of a trained peer: its heads."""


class Peer(System, Protocol):
    """A system that says in one sentence what it is."""

    @property
    def about(self) -> str:
        """Return the sentence."""
        ...


class _Workshop:
    """What several peers need, made once and only if one of them is asked for."""

    def __init__(self, lesson: Lesson | None, shelf: Shelf, environment: Mapping[str, str]) -> None:
        self.shelf = shelf
        self.environment = environment
        self._lesson = lesson
        self._encoder: FrozenEncoder | None = None

    @property
    def lesson(self) -> Lesson:
        self._lesson = self._lesson or read_lesson()
        return self._lesson

    @property
    def encoder(self) -> FrozenEncoder:
        self._encoder = self._encoder or FrozenEncoder()
        return self._encoder


_Advance = Callable[[], None]
_Build = Callable[[_Workshop, _Advance], Peer]


def _prompted(shop: _Workshop, advance: _Advance) -> Peer:
    endpoint = read_endpoint(shop.environment)
    if endpoint is None:
        raise ConfigurationError("no endpoint configured (COPILOT_EVAL_LLM_URL, COPILOT_EVAL_LLM_MODEL)")
    return PromptedPeer(endpoint)


_BUILDERS: Final[Mapping[str, _Build]] = {
    "keyword": lambda shop, advance: KeywordPeer(),
    "svm": lambda shop, advance: build_svm_peer(shop.lesson, shop.shelf, advance=advance),
    "frozen": lambda shop, advance: build_frozen_peer(shop.lesson, shop.shelf, shop.encoder, advance=advance),
    "router": lambda shop, advance: build_router_peer(shop.lesson, shop.shelf, shop.encoder),
    "static": lambda shop, advance: build_static_peer(shop.lesson, shop.shelf, advance=advance),
    "llm": _prompted,
}

PEER_NAMES: Final = tuple(_BUILDERS)
"""As they are asked for, cheapest first."""


def build_peers(
    names: Sequence[str] | None = None,
    *,
    progress: Progress | None = None,
    lesson: Lesson | None = None,
    shelf: Shelf | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[list[Peer], dict[str, str]]:
    """Return the peers that can be built here, and why the others are not evaluated, by name.

    Args:
        names: Which of ``PEER_NAMES``; all when ``None``.
        progress: Gets a bar a peer.
        lesson: What they learn from; our training and calibration writers when ``None``.
        shelf: Where fitted peers are kept; the user's cache folder when ``None``.
        environment: Variables that name an endpoint; this process's when ``None``.

    Raises:
        InvalidInputError: No peer has one of the names.
    """
    wanted = PEER_NAMES if names is None else tuple(dict.fromkeys(names))
    for name in wanted:
        if name not in _BUILDERS:
            raise InvalidInputError(f"no peer is called {name[:40]!r}; there are {', '.join(PEER_NAMES)}")
    shop = _Workshop(lesson, shelf or default_shelf(), os.environ if environment is None else environment)
    peers: list[Peer] = []
    reasons: dict[str, str] = {}
    for name in wanted:
        task = None if progress is None else progress.add_task(f"peer {name}", total=_HEADS)

        def advance(task: object = task) -> None:
            if progress is not None and task is not None:
                progress.advance(task)  # type: ignore[arg-type]

        try:
            peers.append(_BUILDERS[name](shop, advance))
        except ImportError as error:
            missing = f" ({error.name} is missing)" if error.name else ""
            reasons[name] = f"install the extra 'peers'{missing}"
        except ConfigurationError as error:
            reasons[name] = error.message
        if progress is not None and task is not None:
            progress.update(task, completed=_HEADS)
    return peers, reasons
