"""Which replies of an export are labelled, drawn so that every figure is an honest count.

Most of the sample is **random**: all rates, costs and recalls are counted on it alone, so no row needs a weight and
every interval is the plain exact one. It is spread: the export is ordered by what the system does, by intent and by
how sure it is, cut into equal blocks, and one reply is drawn from each block. Every reply is as likely as any other,
and rare intents and doubtful answers come in their true shares rather than by luck.

A smaller part is **extra**: further replies that the system would stop or hold as a stop, and further ones it would
page a person for. A random sample holds few of these. They serve only what is asked of such replies themselves: how
many of the stops and of the pages are right.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from copilot.errors import InvalidInputError
from eval.label.private_file import read_private, write_private

Part = Literal["random", "stops", "pages"]

EXTRA_SHARE: Final = 1 / 8
"""Of the sample, for stops and for pages each: 25 of 200, as many as put ± 0.2 around a share of one half."""
_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply that may be drawn, and what the system does with it; the answer itself is not kept."""

    id: str
    is_stop: bool
    """It would be stopped, or held as a possible stop."""
    is_page: bool
    order: tuple[str, str, float]
    """(action, likeliest intent, P of it): what the random part is spread over."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reply of the sample."""

    id: str
    part: Part


@dataclass(frozen=True, slots=True)
class Sample:
    """The replies to label, in the order they are shown: mixed, so that a part cannot be guessed."""

    revision: str
    """Of the export."""
    system: str
    """Whose answers spread it and chose the extra part."""
    export_rows: int
    rows: tuple[Drawn, ...]

    def save(self, path: Path) -> None:
        """Write it beside the export."""
        rows = [[row.id, row.part] for row in self.rows]
        content = {"format": _FORM, "revision": self.revision, "system": self.system, "export_rows": self.export_rows}
        write_private(path, json.dumps({**content, "rows": rows}))


def load_sample(path: Path, *, revision: str) -> Sample | None:
    """Return the sample of an export, None where none was drawn.

    Raises:
        InvalidInputError: It cannot be read, or belongs to another state of the export.
    """
    content = read_private(path, form=_FORM)
    if content is None:
        return None
    try:
        rows = tuple(Drawn(row_id, part) for row_id, part in content["rows"])
        sample = Sample(content["revision"], content["system"], content["export_rows"], rows)
    except (KeyError, TypeError, ValueError):
        raise InvalidInputError(f"{path.name} is damaged; put back a copy, or move it away to begin again") from None
    if sample.revision != revision:
        raise InvalidInputError(
            f"the export has changed since {path.name} was drawn; put the old one back, or move that file away"
        )
    return sample


def draw(candidates: Sequence[Candidate], size: int, *, seed: int) -> list[Drawn]:
    """Return a sample, the random part and the extra one mixed; the whole export where it is no larger.

    Args:
        candidates: The export.
        size: Replies to label.
        seed: Of every random choice.
    """
    rng = random.Random(seed)
    extra = int(size * EXTRA_SHARE) if size < len(candidates) else 0
    chosen = _spread(candidates, size - 2 * extra, rng)
    while True:
        taken = {candidate.id for candidate in chosen}
        outside = [candidate for candidate in candidates if candidate.id not in taken]
        groups: dict[Part, list[Candidate]] = {
            "stops": [candidate for candidate in outside if candidate.is_stop],
            "pages": [candidate for candidate in outside if candidate.is_page],
        }
        # Places that a group cannot fill fall to the random part.
        short = size - len(chosen) - sum(min(extra, len(group)) for group in groups.values())
        if short <= 0 or not outside:
            break
        chosen += rng.sample(outside, min(short, len(outside)))
    drawn = {candidate.id: Drawn(candidate.id, "random") for candidate in chosen}
    for part, group in groups.items():
        drawn |= {c.id: Drawn(c.id, part) for c in rng.sample(group, min(extra, len(group))) if c.id not in drawn}
    mixed = list(drawn.values())
    rng.shuffle(mixed)
    return mixed


def extend(sample: Sample, export_ids: Sequence[str], size: int, *, seed: int) -> Sample:
    """Return a sample grown at random towards a size; what was drawn before keeps its place."""
    rows = list(sample.rows)
    _add_random(rows, export_ids, size - len(rows), random.Random(f"{seed} {len(rows)}"))
    return replace(sample, rows=tuple(rows))


def _add_random(drawn: list[Drawn], export_ids: Sequence[str], count: int, rng: random.Random) -> None:
    """Add to the random part, every reply outside it as likely as any other.

    One that is in the extra part already moves over with its label, and no other takes its place: else the random part
    would be short of just such replies.
    """
    places = {row.id: place for place, row in enumerate(drawn)}
    outside = sorted(row_id for row_id in export_ids if row_id not in places or drawn[places[row_id]].part != "random")
    for row_id in rng.sample(outside, max(0, min(count, len(outside)))):
        row = Drawn(row_id, "random")
        if row_id in places:
            drawn[places[row_id]] = row
        else:
            drawn.append(row)


def _spread(candidates: Sequence[Candidate], count: int, rng: random.Random) -> list[Candidate]:
    """Return one candidate from each of ``count`` equal blocks of the ordered export."""
    if count >= len(candidates):
        return list(candidates)
    if count <= 0:
        return []
    width = len(candidates) // count
    # What would make the blocks unequal is left out by lot, so that every reply stays equally likely.
    kept = rng.sample(list(candidates), width * count)
    kept.sort(key=lambda candidate: (candidate.order, candidate.id))
    return [kept[start + rng.randrange(width)] for start in range(0, len(kept), width)]
