"""Labelled turns: reading, splitting by writer, encoding and batching."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from copilot.domain.label import Emotion, Intent, PurchaseSignal, Sentiment, Urgency
from copilot.text.model_text import find_boundaries, lay_out_tokens, prepare_model_text

TRAINING_TURNS: Final = Path(__file__).parent / "data"
"""The written turns; a checkout has them, a wheel does not."""

OUT_OF_SCOPE: Final = "out_of_scope"
"""Last class of the primary head: none of the intents."""

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "primary": (*(i.value for i in Intent), OUT_OF_SCOPE),
    "applies": tuple(i.value for i in Intent),
    "sentiment": tuple(s.value for s in Sentiment),
    "emotion": tuple(e.value for e in Emotion),
    "urgency": tuple(u.value for u in Urgency),
    "purchase": tuple(p.value for p in PurchaseSignal),
}
"""Outputs of the network that carry labels, in order; ``applies`` is multi-label, the others choose one."""

SOFTMAX_HEADS: Final = ("primary", "sentiment", "emotion", "urgency", "purchase")
TONE_HEADS: Final = ("sentiment", "emotion", "urgency", "purchase")

TEST_WRITERS: Final = ("t03", "t06", "t12", "t20")
"""Never learnt from: North American dealers, opt-outs and look-alikes, context-bound shorties, B2B by stage."""

CALIBRATION_WRITERS: Final = ("t04", "t13", "t15", "u20", "u21", "u22")
"""Fit temperatures, thresholds, the abstain rule and the consent tiers; never weights."""

OPT_OUT_WRITERS: Final = ("t06", "t15")
"""Half of what they wrote are wishes for no more messages; the rest looks like one and is not."""

REAL: Final = "real_"
"""Begins the source of a turn that is not a writer's but taken from a public set and labelled by our guide."""

DOCUMENT_TOKENS: Final = 256
"""Length the base encoder was trained to embed; documents are cut there, in training and serving."""

MISSING: Final = -100
"""Class index of a head nobody judged."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One labelled reply with its context."""

    id: str
    context: str | None
    text: str
    intents: tuple[str, ...] | None
    """Primary first; empty means out of scope, ``None`` that nobody judged."""
    source: str
    """The writer."""
    tones: dict[str, str]
    """Labels of the tone heads that were judged."""
    accept: tuple[str, ...] = ()
    """Primaries that count as right beside the first; evaluation files only."""
    kind: str = "authored"
    weight: float = 1.0
    """Share of a full row's pull that its labels have in training."""

    @property
    def is_intent_judged(self) -> bool:
        """Tell whether anybody said what the customer wants."""
        return self.intents is not None

    @property
    def is_relabelled(self) -> bool:
        """Tell whether the turn was taken from a public set and labelled by our guide."""
        return self.source.startswith(REAL)

    @property
    def primary(self) -> str:
        """Return the class of the primary head.

        Raises:
            ValueError: Nobody judged the intents.
        """
        if self.intents is None:
            raise ValueError(f"turn {self.id} has no primary: nobody judged its intents")
        return self.intents[0] if self.intents else OUT_OF_SCOPE


@dataclass(frozen=True, slots=True)
class WriterSplit:
    """Turns of three disjoint groups of writers."""

    train: tuple[Turn, ...]
    calibration: tuple[Turn, ...]
    test: tuple[Turn, ...]

    def writers(self) -> dict[str, list[str]]:
        """Return the sorted writers of each part, as the manifest records them."""
        parts = {"train": self.train, "calibration": self.calibration, "test": self.test}
        return {name: sorted({t.source for t in turns}) for name, turns in parts.items()}


@dataclass(frozen=True, slots=True)
class Encoded:
    """One turn as the network reads it."""

    ids: list[int]
    types: list[int]


def read_turns(path: Path) -> list[Turn]:
    """Read a JSONL file of turns in its order, or every ``data.jsonl`` one level below a folder.

    Raises:
        ValueError: A line carries a label that is not in the label set.
    """
    if path.is_dir():
        return [turn for file in sorted(path.glob("*/data.jsonl")) for turn in read_turns(file)]
    turns = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            tones = {head: row[head] for head in TONE_HEADS if row.get(head) is not None}
            intents = None if row.get("intents") is None else tuple(row["intents"])
            unknown = [i for i in intents or () if i not in HEADS["applies"]]
            unknown += [v for head, v in tones.items() if v not in HEADS[head]]
            if unknown:
                raise ValueError(f"{path.name}, line {number}: unknown labels {unknown}")
            turns.append(
                Turn(
                    id=row["id"],
                    context=row.get("context") or None,
                    text=row["text"],
                    intents=intents,
                    source=row["source"],
                    tones=tones,
                    accept=tuple(row.get("accept", ())),
                    kind=row.get("kind", "authored"),
                )
            )
    return turns


def split_by_writer(turns: Sequence[Turn]) -> WriterSplit:
    """Split turns so that no writer stands in two parts; rows of one writer resemble each other."""
    held = {*TEST_WRITERS, *CALIBRATION_WRITERS}
    return WriterSplit(
        train=tuple(t for t in turns if t.source not in held),
        calibration=tuple(t for t in turns if t.source in CALIBRATION_WRITERS),
        test=tuple(t for t in turns if t.source in TEST_WRITERS),
    )


def encode(tokenizer: Tokenizer, text: str, context: str | None = None) -> Encoded:
    """Encode a reply with its context, exactly as serving does."""
    context_ids = _pieces(tokenizer, context) if context else None
    boundaries = find_boundaries(tokenizer.token_to_id)
    if boundaries is None:
        raise ValueError("the tokenizer has no tokens that open and close a text")
    ids, types = lay_out_tokens(context_ids, _pieces(tokenizer, text), cls_id=boundaries[0], sep_id=boundaries[1])
    return Encoded(ids, types)


def _pieces(tokenizer: Tokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(prepare_model_text(text), add_special_tokens=False).ids
    return ids


def cut(item: Encoded) -> Encoded:
    """Return the item cut to ``DOCUMENT_TOKENS``, its closing token kept."""
    if len(item.ids) <= DOCUMENT_TOKENS:
        return item
    return Encoded([*item.ids[: DOCUMENT_TOKENS - 1], item.ids[-1]], item.types[:DOCUMENT_TOKENS])


def pad(items: Sequence[Encoded]) -> dict[str, NDArray[np.int64]]:
    """Return ``input_ids``, ``attention_mask`` and ``token_type_ids``, each (rows, longest)."""
    shape = (len(items), max((len(i.ids) for i in items), default=0))
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, item in enumerate(items):
        ids[row, : len(item.ids)] = item.ids
        types[row, : len(item.ids)] = item.types
        mask[row, : len(item.ids)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def primary_index(turns: Sequence[Turn]) -> NDArray[np.int64]:
    """Return the class of the primary head of each turn, (n,); ``MISSING`` where nobody judged."""
    place = {label: i for i, label in enumerate(HEADS["primary"])}
    return np.array([place[t.primary] if t.is_intent_judged else MISSING for t in turns], dtype=np.int64)


def intents_judged(turns: Sequence[Turn]) -> NDArray[np.bool_]:
    """Return whose intents were judged, (n,); the other rows of ``applies_matrix`` say nothing."""
    return np.array([t.is_intent_judged for t in turns], dtype=np.bool_)


def applies_matrix(turns: Sequence[Turn]) -> NDArray[np.float32]:
    """Return which intents apply to each turn, (n, 31), 0 or 1; zeros where nobody judged."""
    place = {label: i for i, label in enumerate(HEADS["applies"])}
    matrix = np.zeros((len(turns), len(place)), dtype=np.float32)
    for row, turn in enumerate(turns):
        matrix[row, [place[i] for i in turn.intents or ()]] = 1
    return matrix


def look_alikes(turns: Sequence[Turn]) -> NDArray[np.bool_]:
    """Return which turns an opt-out writer wrote, (n,)."""
    return np.array([t.source in OPT_OUT_WRITERS for t in turns], dtype=np.bool_)


def tone_index(turns: Sequence[Turn], head: str) -> NDArray[np.int64]:
    """Return the class of a tone head of each turn, (n,); ``MISSING`` where nobody judged."""
    place = {label: i for i, label in enumerate(HEADS[head])}
    return np.array([place[t.tones[head]] if head in t.tones else MISSING for t in turns], dtype=np.int64)


def class_index(turns: Sequence[Turn], head: str) -> NDArray[np.int64]:
    """Return the class of a head that chooses one, of each turn, (n,); ``MISSING`` where nobody judged."""
    return primary_index(turns) if head == "primary" else tone_index(turns, head)


def bucketed_batches(lengths: Sequence[int], batch_size: int, rng: random.Random) -> Iterator[list[int]]:
    """Yield shuffled batches of row numbers, similar in length within a batch; each row once."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    window = batch_size * 24
    batches = []
    for start in range(0, len(order), window):
        near = sorted(order[start : start + window], key=lambda i: lengths[i])
        batches += [near[i : i + batch_size] for i in range(0, len(near), batch_size)]
    rng.shuffle(batches)
    yield from batches
