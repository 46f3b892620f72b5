"""What one export has beside it: the sample, each reader's marks, the verdict; and the system that is judged."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from copilot.errors import InvalidInputError
from copilot.routing.policy import load_policy
from copilot.routing.policy_model import Policy
from copilot.scoring.base import ReplyInput
from copilot.settings import load_settings
from copilot.training.dataset import Turn
from eval.bench import Bench
from eval.decision.harm import Costs
from eval.entrant import open_model
from eval.interval import RESAMPLES, SEED
from eval.label.act import action_of
from eval.label.agreement import agreements_of, disagreements_of
from eval.label.journal import Journal, Mark, open_journal
from eval.label.outcome import outcomes_of
from eval.label.private_file import write_private
from eval.label.report import LabelReport, as_json, print_report
from eval.label.rule import Rule
from eval.label.sample import Candidate, Drawn, Sample, draw, extend, load_sample
from eval.label.verdict import reach_verdict
from eval.own.open_system import is_own, open_system
from eval.own.row_file import RowFile
from eval.prediction import Prediction
from eval.system import System

FIRST_READER: Final = "A"
DEFAULT_SAMPLE: Final = 200
"""Replies that a person labels in about an hour."""
_READ_AT_MOST: Final = 20_000
"""Replies of an export that the system reads to spread the sample; of a larger one as many, by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOptions:
    """What the command line says."""

    export: Path
    columns: str | None = None
    system: str | None = None
    """None: the configured model."""
    sample: int | None = None
    """Replies to label; None: 200, or as many as were drawn before."""
    reader: str = FIRST_READER
    costs: Sequence[str] = ()
    bounds: Sequence[str] = ()
    verdict_only: bool = False
    """No labelling: the verdict on what is labelled so far."""
    leave_out_bad: bool = False
    output: Path | None = None
    """Where the verdict is written as JSON; None: beside the export."""
    labelled: Path | None = None
    """Where the labelled replies are written as JSONL, with their texts; None: nowhere."""


class Desk:
    """What one export has beside it, and the system that is judged."""

    def __init__(self, options: LabelOptions, file: RowFile, console: Console) -> None:
        self._options, self._file, self._console = options, file, console
        self._settings = load_settings()
        self._policy: Policy = load_policy(self._settings.policy)
        self._bench = Bench()
        self._opened: System | None = None
        self.turns: Mapping[str, Turn] = {turn.id: turn for turn in file.turns}

    @property
    def _system(self) -> System:
        if self._opened is None:
            named = self._options.system or self._settings.model
            self._opened = open_system(named, local_only=True) if is_own(named) else open_model(named).system
        return self._opened

    def journal(self, reader: str) -> Journal:
        """Return a reader's marks."""
        return open_journal(self._journal_path(reader), reader=reader, revision=self._file.revision)

    def sample(self) -> Sample:
        """Return the sample, drawn or grown if need be; a second reader gets that of the first."""
        path = self._beside("sample.json")
        sample, wanted = load_sample(path, revision=self._file.revision), self._options.sample
        if sample is None:
            rows = tuple(draw(self._candidates(), wanted or DEFAULT_SAMPLE, seed=SEED))
            sample = Sample(self._file.revision, self._system.name, len(self.turns), rows)
            sample.save(path)
        elif wanted is not None and wanted > len(sample.rows):
            sample = extend(sample, list(self.turns), wanted, seed=SEED)
            sample.save(path)
        return sample

    def report(self, rules: Sequence[Rule], costs: Costs) -> LabelReport:
        """Print and write the verdict on what is labelled."""
        sample = load_sample(self._beside("sample.json"), revision=self._file.revision)
        readings = self._readings()
        if sample is None or not readings:
            raise InvalidInputError(f"nothing of {self._file.name} is labelled yet")
        is_same = self._system.name == sample.system
        drawn = [row for row in sample.rows if is_same or row.part == "random"]
        marks = [marks for _, marks in readings]
        outcomes = outcomes_of(drawn, marks, self._predictions(drawn), self._policy)
        report = LabelReport(
            export=self._file.name,
            revision=self._file.revision,
            export_rows=sample.export_rows,
            system=self._system.name,
            policy=self._policy.id,
            readers=tuple(reader for reader, _ in readings),
            skipped=sum(mark.is_skipped for mark in marks[0].values()),
            extra_counts=is_same,
            verdict=reach_verdict(outcomes, rules, costs, resamples=RESAMPLES, seed=SEED),
            costs=costs,
            outcomes=outcomes,
            agreements=agreements_of(*marks[:2], resamples=RESAMPLES, seed=SEED) if len(marks) > 1 else (),
            disagreements=disagreements_of(*marks[:2]) if len(marks) > 1 else (),
        )
        print_report(report, self._console)
        output = self._options.output or self._beside("verdict.json")
        write_private(output, json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n")
        self._console.print(Text(f"Written to {output.name}."))
        if self._options.labelled is not None:
            self._write_labelled(self._options.labelled, readings[0][1])
        return report

    def _candidates(self) -> list[Candidate]:
        turns = list(self.turns.values())
        if len(turns) > _READ_AT_MOST:
            turns = random.Random(SEED).sample(turns, _READ_AT_MOST)
        predictions = self._bench.predict_turns(self._system, [_input(turn) for turn in turns], self._file.name)
        return [_candidate(turn, answer, self._policy) for turn, answer in zip(turns, predictions, strict=True)]

    def _predictions(self, drawn: Sequence[Drawn]) -> dict[str, Prediction]:
        turns = [_input(self.turns[row.id]) for row in drawn]
        answers = self._bench.predict_turns(self._system, turns, f"the sample of {self._file.name}")
        return {row.id: answer for row, answer in zip(drawn, answers, strict=True)}

    def _readings(self) -> list[tuple[str, dict[str, Mark]]]:
        """Return the marks of the first reader, and of the one named beside it."""
        readers = dict.fromkeys((FIRST_READER, self._options.reader))
        found = [(reader, self.journal(reader).by_id) for reader in readers]
        return [(reader, marks) for reader, marks in found if marks]

    def _write_labelled(self, path: Path, marks: Mapping[str, Mark]) -> None:
        lines = [
            json.dumps(
                {
                    "id": row_id,
                    "context": self.turns[row_id].context,
                    "text": self.turns[row_id].text,
                    "intents": list(mark.intents),
                    "wants_person": mark.wants_person,
                    "kind": "real",
                },
                ensure_ascii=False,
            )
            for row_id, mark in marks.items()
            if not mark.is_skipped
        ]
        write_private(path, "".join(f"{line}\n" for line in lines))
        self._console.print(Text(f"{len(lines)} labelled replies, with their texts, are in {path.name}."))

    def _beside(self, ending: str) -> Path:
        export = self._options.export
        return export.with_name(f"{export.name}.{ending}")

    def _journal_path(self, reader: str) -> Path:
        return self._beside(f"labels-{reader}.json")


def _input(turn: Turn) -> ReplyInput:
    return ReplyInput(turn.text, turn.context, id=turn.id)


def _candidate(turn: Turn, prediction: Prediction, policy: Policy) -> Candidate:
    action = action_of(prediction, policy)
    best = prediction.best or ""
    return Candidate(
        id=turn.id,
        is_stop=action == "suppress" or bool(prediction.held),
        is_page=action == "notify_specialist",
        order=(action.value, best, (prediction.primary or {}).get(best, 0.0)),
    )
