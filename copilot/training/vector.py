"""The search vector: a linear map from the layers' means to where the untouched base encoder puts a text."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from copilot.training.dataset import Encoded, Turn, bucketed_batches, cut, encode
from copilot.training.lesson import by_length, tensors
from copilot.training.network import Encoder, ReplyNetwork, mean_states, read_states

SHORT_TEXTS: Final = 6_000
"""Replies, contexts and other texts alone, of which so many are drawn."""
SHORT_BATCH: Final = 16
DOCUMENT_BATCH: Final = 6
SHORT_STEPS: Final = 4
DOCUMENT_STEPS: Final = 8
"""Every so many steps of training a batch of landmarks is read beside the turns."""

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the untouched base encoder puts texts: unit vectors (n, width)."""

    turns: dict[int, NDArray[np.float32]]
    """Of turns that are learnt from, by their number; each reply is read after its context."""
    items: list[Encoded]
    """Further texts as the network reads them: short ones, then documents."""
    shorts: int
    """How many of the further texts are short."""
    vectors: NDArray[np.float32]
    """Of the further texts."""


def read_texts(paths: Iterable[Path], *, limit: int, rng: random.Random) -> list[str]:
    """Read ``text`` of the training rows of JSONL files, an even share of ``limit`` from each."""
    paths = list(paths)
    texts: list[str] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        train = sorted({row["text"] for row in rows if row.get("split", "train") == "train"})
        texts += rng.sample(train, min(len(train), limit // len(paths)))
    return texts


def compose_documents(texts: Sequence[str], *, count: int, rng: random.Random) -> list[str]:
    """Join short texts into Markdown-like paragraphs of 60–200 words, the shape of knowledge items."""
    documents = []
    for _ in range(count if texts else 0):
        title, *lines = rng.choices(texts, k=rng.randint(5, 13))
        shape = rng.randrange(4)
        if shape == 0:
            body = " ".join(lines)
        elif shape == 1:
            body = "\n".join(f"- {line}" for line in lines)
        elif shape == 2:
            half = len(lines) // 2
            body = " ".join(lines[:half]) + f"\n\n## {lines[half]}\n\n" + " ".join(lines[half + 1 :])
        else:
            body = "\n\n".join(f"**{i}.** {line}" for i, line in enumerate(lines, start=1))
        documents.append(f"# {title}\n\n{body}")
    return documents


def choose_landmarks(
    encoder: Encoder,
    tokenizer: Tokenizer,
    turns: Sequence[Turn],
    texts: Sequence[str],
    *,
    seed: int,
    documents: int,
    placed: int | None = None,
    advance: Report | None = None,
) -> Landmarks:
    """Embed turns, and beside them contexts, replies, other texts and composed documents alone.

    Args:
        encoder: The base encoder as it came; it reads a context and its reply as one text.
        tokenizer: Its tokenizer.
        turns: All that is learnt from.
        texts: Other short texts.
        seed: Of the draw.
        documents: How many to compose.
        placed: How many of the turns are embedded; all when ``None``.
        advance: Gets the number of texts just embedded.
    """
    rng = random.Random(seed)
    alone = sorted({*(t.text for t in turns if t.context), *(t.context for t in turns if t.context), *texts})
    shorts = rng.sample(alone, min(SHORT_TEXTS, len(alone)))
    further = [*shorts, *compose_documents(alone, count=documents, rng=rng)]
    chosen = range(len(turns)) if placed is None else rng.sample(range(len(turns)), min(placed, len(turns)))
    whole = [f"{turns[i].context} {turns[i].text}" if turns[i].context else turns[i].text for i in chosen]
    of_turns = embed(encoder, [cut(encode(tokenizer, text)) for text in whole], advance=advance)
    items = [cut(encode(tokenizer, text)) for text in further]
    return Landmarks(
        turns=dict(zip(chosen, of_turns, strict=True)),
        items=items,
        shorts=len(shorts),
        vectors=embed(encoder, items, advance=advance),
    )


class Anchor:
    """Pulls the search vector to its landmarks while the heads pull elsewhere."""

    def __init__(self, network: ReplyNetwork, landmarks: Landmarks, rng: random.Random) -> None:
        """Remember what to pull to."""
        self._network = network
        self._landmarks = landmarks
        self._device = next(network.parameters()).device
        lengths = [len(item.ids) for item in landmarks.items]
        self._shorts = self._forever(lengths[: landmarks.shorts], 0, SHORT_BATCH, rng)
        self._documents = self._forever(lengths[landmarks.shorts :], landmarks.shorts, DOCUMENT_BATCH, rng)

    def distance(self, step: int, rows: Sequence[int], vectors: Tensor) -> Tensor:
        """Return one minus the mean cosine (a scalar) of a batch of turns, plus at times that of further texts.

        Args:
            step: Number of the training step.
            rows: Which turns the batch holds.
            vectors: Their search vectors (rows, width), with their gradient.
        """
        placed = [place for place, row in enumerate(rows) if row in self._landmarks.turns]
        targets = [self._landmarks.turns[rows[place]] for place in placed]
        apart = self._apart(vectors[placed], np.stack(targets)) if targets else self._nothing()
        if step % DOCUMENT_STEPS == 0:
            return apart + self._further(next(self._documents, []))
        return apart + self._further(next(self._shorts, [])) if step % SHORT_STEPS == 0 else apart

    def _further(self, rows: list[int]) -> Tensor:
        if not rows:
            return self._nothing()
        batch = tensors([self._landmarks.items[i] for i in rows], self._device)
        vectors = self._network.vector(self._network.read(**batch), batch["attention_mask"])
        return self._apart(vectors, self._landmarks.vectors[rows])

    def _nothing(self) -> Tensor:
        return torch.zeros((), device=self._device)

    def _apart(self, vectors: Tensor, targets: NDArray[np.float32]) -> Tensor:
        return (1 - (vectors * torch.from_numpy(targets).to(self._device)).sum(dim=1)).mean()

    @staticmethod
    def _forever(lengths: Sequence[int], start: int, size: int, rng: random.Random) -> Iterator[list[int]]:
        while lengths:
            for rows in bucketed_batches(lengths, size, rng):
                yield [start + row for row in rows]


def embed(encoder: Encoder, items: Sequence[Encoded], *, advance: Report | None = None) -> NDArray[np.float32]:
    """Return unit mean-pooled embeddings (n, width) of a frozen encoder, in the order given."""
    encoder.eval()
    device = next(encoder.parameters()).device
    result = np.zeros((len(items), encoder.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for rows in by_length(items):
            batch = tensors([items[i] for i in rows], device)
            states = read_states(encoder, **batch)[-1]
            mean = mean_states(states, batch["attention_mask"].to(states.dtype))
            result[rows] = torch.nn.functional.normalize(mean, dim=1).cpu().numpy()
            if advance is not None:
                advance(len(rows))
    return result
