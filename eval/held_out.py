"""What a system may be measured on: never rows of a writer it learnt from."""

from collections.abc import Iterable, Mapping, Sequence

from eval.row_set import RowSet
from eval.system import System, writers_of


def learnt_from(system: System, rows: RowSet) -> list[str]:
    """Return the writers of the rows whose turns the system was trained on."""
    trained = set(writers_of(system).get("train", ()))
    return sorted({turn.source for turn in rows.turns} & trained) if trained else []


def shared_writers(systems: Iterable[System]) -> Mapping[str, Sequence[str]]:
    """Return the writers that took a part in any of the systems; ``test`` holds those that every one held out."""
    parts = [writers for system in systems if (writers := writers_of(system))]
    train = {writer for writers in parts for writer in writers.get("train", ())}
    calibration = {writer for writers in parts for writer in writers.get("calibration", ())}
    tests = [set(writers.get("test", ())) for writers in parts]
    held_out = set.intersection(*tests) - train - calibration if tests else set()
    return {"train": sorted(train), "calibration": sorted(calibration), "test": sorted(held_out)}
