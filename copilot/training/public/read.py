"""Read the public sets as turns of ours."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from copilot.training.dataset import OUT_OF_SCOPE, Turn
from copilot.training.public import banking77, clinc150, hwu64, multidogo, nlupp
from copilot.training.public.draw import Candidate, draw
from copilot.training.public.meaning import Meaning, is_picked
from copilot.training.public.tone import EMOTIONS, NOT_A_REPLY, sentiment_of_rating
from copilot.training.public.yardstick import YARDSTICK, fold, read_yardstick

LIMIT_PER_LABEL: Final = 120
"""Most rows of one label of one set."""

LIMIT_PER_INTENT: Final = 450
"""Most rows of one of our primaries from one set."""

LIMIT_OUT_OF_SCOPE: Final = 450
"""Most rows of one set that wish for nothing of ours; two sets have such."""

LIMIT_PER_TONE: Final = {"goemotions": 200, "vader_ratings": 500}
"""Most rows of one emotion, of one sentiment."""

LIMIT_NEUTRAL: Final = 500
"""Most neutral rows of goemotions: the usual tone, and the one its readers agree on least."""

PUBLIC_WEIGHT: Final = 0.5
"""Pull of a public row: its label was given for another purpose, by another guide."""

LEARNT_SPLITS: Final = ("train", "dev")
"""Test splits stay unseen: the benchmark probes the encoder with them."""

TABLES: Final[dict[str, dict[str, Meaning]]] = {
    "banking77": banking77.LABELS,
    "clinc150": clinc150.LABELS,
    "hwu64": hwu64.LABELS,
    "multidogo": multidogo.LABELS,
}
"""The sets whose rows carry one label that decides."""

SETS: Final = (*TABLES, "nlupp", "goemotions", "vader_ratings")
"""Every set that is read; earlier ones win a text that two of them hold."""


def read_public_turns(
    folder: Path,
    *,
    limit_per_label: int = LIMIT_PER_LABEL,
    limit_per_intent: int = LIMIT_PER_INTENT,
    seed: int = 0,
    taken: Iterable[str] = (),
    yardstick: Path = YARDSTICK,
) -> list[Turn]:
    """Return rows of the public sets under our labels, without context, no text twice, none near the yardstick.

    Args:
        folder: Holds a folder with ``data.jsonl`` for each of ``SETS``.
        limit_per_label: Most rows of one label of one set.
        limit_per_intent: Most rows of one primary from one set.
        seed: Of the draw.
        taken: Texts that were labelled by our guide, which knows better than the table.
        yardstick: JSONL whose ``text`` is kept out.

    Raises:
        FileNotFoundError: A set, or the yardstick, is not there.
    """
    held_out = read_yardstick(yardstick)
    seen = {fold(text) for text in taken}
    turns: list[Turn] = []
    for name in SETS:
        fresh = []
        for candidate in _candidates(name, folder):
            key = fold(candidate.turn.text)
            if key and key not in seen and not held_out.holds(candidate.turn.text):
                seen.add(key)
                fresh.append(candidate)
        turns += draw(
            fresh,
            limit_per_label=LIMIT_NEUTRAL if name in LIMIT_PER_TONE else limit_per_label,
            limit_per_group=partial(_limit, name, limit_per_intent),
            seed=seed,
        )
    return turns


def _limit(name: str, limit_per_intent: int, group: str) -> int:
    if name in LIMIT_PER_TONE:
        return LIMIT_NEUTRAL if (name, group) == ("goemotions", "neutral") else LIMIT_PER_TONE[name]
    return min(LIMIT_OUT_OF_SCOPE, limit_per_intent) if group == OUT_OF_SCOPE else limit_per_intent


def _candidates(name: str, folder: Path) -> Iterator[Candidate]:
    for row in _rows(name, folder):
        found = _READERS.get(name, _read_one_label)(name, row)
        if found is not None:
            yield found


def _rows(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / name / "data.jsonl"
    if not path.is_file():
        raise FileNotFoundError(f"the public set {name} is not at {path}")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if row["split"] in LEARNT_SPLITS or name == "nlupp":
                yield row


def _read_one_label(name: str, row: dict[str, Any]) -> Candidate | None:
    labels = [row["label"]] if isinstance(row["label"], str) else row["label"]
    meaning = TABLES[name].get(labels[0]) if len(labels) == 1 else None
    if meaning is None or not meaning.accepts(row["text"]):
        return None
    return Candidate(labels[0], _turn(name, row["text"], meaning.intents, {}))


def _read_nlupp(name: str, row: dict[str, Any]) -> Candidate | None:
    rule = nlupp.find_rule(frozenset(row["label"]), row["context"], has_slots=bool(row["slots"]))
    if rule is None or not rule.meaning.accepts(row["text"]):
        return None
    return Candidate(rule.name, _turn(name, row["text"], rule.meaning.intents, {}))


def _read_emotion(name: str, row: dict[str, Any]) -> Candidate | None:
    label, *more = row["label"]
    if more or not EMOTIONS[label].accepts(row["text"]):
        return None
    return Candidate(label, _turn(name, row["text"], None, EMOTIONS[label].tones))


def _read_rating(name: str, row: dict[str, Any]) -> Candidate | None:
    sentiment = sentiment_of_rating(row["score"])
    if sentiment is None or not is_picked(row["text"], only="", unless=NOT_A_REPLY):
        return None
    return Candidate(sentiment, _turn(name, row["text"], None, {"sentiment": sentiment}))


def _turn(name: str, text: str, intents: tuple[str, ...] | None, tones: dict[str, str]) -> Turn:
    """Build the turn; where a set's ``context`` is its domain, nothing was said before."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Turn(
        id=f"{name}-{digest}",
        context=None,
        text=text,
        intents=intents,
        source=name,
        tones=dict(tones),
        kind="real",
        weight=PUBLIC_WEIGHT,
    )


_READERS: Final = {"nlupp": _read_nlupp, "goemotions": _read_emotion, "vader_ratings": _read_rating}
