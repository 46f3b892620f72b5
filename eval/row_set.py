"""The rows that are measured: named sets of labelled turns, each with its origin and a checksum of its rows."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copilot.asset import sha256_of
from copilot.domain.consent import ConsentEvent
from copilot.scoring.base import ReplyInput
from copilot.text.consent_words import KEYWORDS
from copilot.training.dataset import OPT_OUT_WRITERS, TRAINING_TURNS, Turn, read_turns
from eval.probe.corpus import CORPORA, FOLDER, STACKFAQ, LabelledText, read_queries

_HERE: Final = Path(__file__).resolve().parent
PUBLIC: Final = _HERE / "data" / "replies_public" / "data.jsonl"
WHOLE_PUBLIC: Final = FOLDER / "replies_public" / "data.jsonl"
"""The development set with the 26 rows whose licences keep them out of this project; beside a checkout, or nowhere."""
DECISIONS: Final = _HERE / "data" / "decisions" / "data.jsonl"

Writers = Mapping[str, Sequence[str]]
"""Part (``train``, ``calibration``, ``test``) → the writers whose turns took that part in a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSet:
    """Labelled turns under one name; without turns where they cannot be read, and then with the reason."""

    name: str
    about: str
    origin: str
    """Who wrote and who labelled the rows."""
    turns: tuple[Turn, ...] = ()
    reason: str | None = None
    """Why the set is missing."""
    may_quote: bool = True
    """Whether a report may show its texts; False for a company's own customers."""

    digest: str | None = None
    """SHA-256 of a file that holds more of what is measured than turns do."""

    @property
    def revision(self) -> str:
        """Return the first twelve hex digits of the SHA-256 of everything that is measured."""
        if self.digest is not None:
            return self.digest[:12]
        rows = [
            [t.id, t.context, t.text, t.intents, t.source, sorted(t.tones.items()), t.accept, t.kind]
            for t in self.turns
        ]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:12]

    @property
    def inputs(self) -> list[ReplyInput]:
        """Return the turns as a system gets them: no labels, no ids."""
        return [ReplyInput(turn.text, turn.context) for turn in self.turns]


_WRITTEN: Final = "written and labelled by machine"


def load_row_set(name: str, *, writers: Writers) -> RowSet:
    """Return one of ``ROW_SETS``; missing with its reason where it cannot be read.

    Args:
        name: Key of ``ROW_SETS``.
        writers: Of the models under measure: what they learnt from is never held out.
    """
    return ROW_SETS[name](writers)


def _public_written(_: Writers) -> RowSet:
    return RowSet(
        name="public_written",
        about="the yardstick: replies to sales texts by a writer of their own, never trained or tuned on",
        origin=_WRITTEN,
        turns=tuple(turn for turn in read_turns(PUBLIC) if turn.kind == "authored"),
    )


def _public_real(_: Writers) -> RowSet:
    whole = WHOLE_PUBLIC.is_file()
    turns = tuple(turn for turn in read_turns(WHOLE_PUBLIC if whole else PUBLIC) if turn.kind == "real")
    rest = "all rows" if whole else "without the rows whose licences keep them out of this project"
    return RowSet(
        name="public_real",
        about=f"human turns of public dialogue sets, not replies to sales texts; no opt-outs among them ({rest})",
        origin="written by people, labelled by machine",
        turns=turns,
        may_quote=not whole,  # a report may be published; some of the rows may not
    )


def _held_out_writers(writers: Writers) -> RowSet:
    held = [name for name in writers.get("test", ()) if name not in writers.get("train", ())]
    if not held:
        return _missing("held_out_writers", "no model here names writers it did not learn from")
    return _of_writers("held_out_writers", held, f"writers who took no part in training: {', '.join(held)}")


def _opt_out_writer(writer: str) -> Callable[[Writers], RowSet]:
    def load(_: Writers) -> RowSet:
        return _of_writers(
            f"opt_out_{writer}", [writer], f"writer {writer}: opt-outs, and texts that only look like one"
        )

    return load


def _of_writers(name: str, held: Sequence[str], about: str) -> RowSet:
    if not TRAINING_TURNS.is_dir():
        return _missing(name, "the written turns come with a checkout only")
    turns = tuple(turn for turn in read_turns(TRAINING_TURNS) if turn.source in held)
    return RowSet(name=name, about=about, origin=_WRITTEN, turns=turns)


def _bare_keywords(_: Writers) -> RowSet:
    """Every spelling of every opt-out keyword, in the ways people type it, also in answer to something else."""
    spellings = [
        spelling
        for keyword in KEYWORDS
        if keyword.event is ConsentEvent.OPT_OUT and not keyword.is_optional
        for spelling in keyword.spellings
    ]
    forms = [
        form
        for word in spellings
        for form in (word, word.lower(), word.capitalize(), f"{word}!", f"{word.lower()}.", f"  {word.lower()} !!")
    ]
    contexts = (None, "Shall we confirm your appointment for Tuesday?")
    turns = tuple(
        Turn(id=f"k-{number:04}", context=context, text=form, intents=("opt_out",), source="keywords", tones={})
        for number, (form, context) in enumerate(((f, c) for f in forms for c in contexts), start=1)
    )
    return RowSet(
        name="bare_keywords",
        about="every opt-out keyword in capitals, lower case and with punctuation, with and without a context",
        origin="generated from the table of consent words",
        turns=turns,
    )


def _decisions(_: Writers) -> RowSet:
    if not DECISIONS.is_file():
        return _missing("decisions", "no labelled decisions are here")
    rows = [json.loads(line) for line in DECISIONS.read_text("utf-8").splitlines() if line.strip()]
    return RowSet(
        name="decisions",
        about="turns with their stage and the actions that two blind readings accept; their intents are not judged",
        origin=_WRITTEN,
        turns=tuple(
            Turn(
                id=r["id"], context=r.get("context") or None, text=r["text"], intents=None, source="decisions", tones={}
            )
            for r in rows
        ),
        digest=sha256_of(DECISIONS),
    )


def _public(name: str, about: str, origin: str, file: Path, read: Callable[[], Sequence[LabelledText]]) -> RowSet:
    """Return the test rows of a public set; their labels are not ours, so they stand in the ids.

    Their writer is not the set's name: a model may have learnt from the set's training rows under our labels.
    """
    if not file.is_file():
        return RowSet(
            name=name, about=about, origin=origin, reason="a public set, not part of this project nor beside it"
        )
    turns = tuple(
        Turn(
            id=f"{number}-{row.label}",
            context=None,
            text=row.text,
            intents=None,
            source=f"{name} test",
            tones={},
            kind="real",
        )
        for number, row in enumerate(read(), start=1)
    )
    return RowSet(name=name, about=about, origin=origin, turns=turns)


def _corpus(name: str) -> Callable[[Writers], RowSet]:
    corpus = CORPORA[name]
    return lambda _: _public(name, corpus.about, corpus.origin, FOLDER / corpus.file, lambda: corpus.read("test"))


def _stackfaq(_: Writers) -> RowSet:
    about = "users' questions, each answered by one of 125 help threads"
    origin = "written by people; github.com/ML-Recipes/BERT-FAQ, CC BY-SA"
    return _public("stackfaq", about, origin, FOLDER / STACKFAQ, read_queries)


def _missing(name: str, reason: str) -> RowSet:
    return RowSet(name=name, about=reason, origin="missing", reason=reason)


ROW_SETS: Final[Mapping[str, Callable[[Writers], RowSet]]] = {
    "public_written": _public_written,
    "public_real": _public_real,
    "held_out_writers": _held_out_writers,
    **{f"opt_out_{writer}": _opt_out_writer(writer) for writer in OPT_OUT_WRITERS},
    "bare_keywords": _bare_keywords,
    "decisions": _decisions,
    **{name: _corpus(name) for name in CORPORA},
    "stackfaq": _stackfaq,
}
"""The sets that come with the benchmark, by name."""
