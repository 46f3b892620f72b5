"""An export, a system that reads it, and a reader whose keys are known."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval.label.screen import View

KINDS = {
    "price": ("what does it cost", "pri\r"),
    "stop": ("stop texting me", "opt\r"),
    "buy": ("where do i sign", "purch\r"),
    "thanks": ("thank you so much", "grat\r"),
    "story": ("my cat had kittens", "\r"),
}
"""Kind → (words of a reply, keys that label it rightly, without the question about a person)."""
ANSWERS = {"what": "pricing_question", "stop": "opt_out", "where": "purchase_ready", "thank": "gratitude"}


def read(texts: list[str], contexts: list[str | None]) -> list[dict[str, object]]:
    """Be a good system: right about everything that begins with a known word, silent about the rest."""
    answers: list[dict[str, object]] = []
    for text in texts:
        intent = ANSWERS.get(text.split()[0])
        answers.append({"primary": {} if intent is None else {intent: 0.9}, "abstained": intent is None})
    return answers


class RecordingScreen:
    """Keeps what was shown."""

    def __init__(self) -> None:
        self.views: list[View] = []

    def show(self, view: View) -> None:
        self.views.append(view)


class Reader:
    """A reader who sees the screen and types what is right, for so many replies, then quits."""

    def __init__(self, stamina: int = 10_000, *, wrong: Sequence[str] = ()) -> None:
        self.screen = RecordingScreen()
        self._left, self._wrong = stamina, wrong
        self._keys: list[str] = []

    def read(self) -> str:
        if not self._keys:
            if self._left == 0:
                return "\x03"
            self._left -= 1
            self._keys = list(self.keys_for(self.screen.views[-1].text))
        return self._keys.pop(0)

    def keys_for(self, text: str) -> str:
        keys = next(keys for words, keys in KINDS.values() if text.startswith(words))
        person = "y" if text.startswith("where do i sign") else "n"
        if any(text.startswith(words) for words in self._wrong):
            return "compl\rn"
        return keys + person


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write an export of so many replies of each kind; every text differs by a number."""

    def write(name: str = "export.csv", **counts: int) -> Path:
        path = tmp_path / name
        lines = ["When,Body,Last Message,Intent"]
        for kind, count in counts.items():
            lines += [f'2026-11-0{n % 9},"{KINDS[kind][0]}, {n}",Hello from us,hot stuff' for n in range(count)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write
