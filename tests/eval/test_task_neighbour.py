"""A number that moves with its batch is found, however small."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from copilot.scoring.base import ReplyInput
from eval.prediction import Prediction
from eval.system import ArtefactSystem
from eval.task.neighbour import BATCH, NeighbourTask, numbers_of
from tests.eval.builders import bench_of, sure, turn

ROOT = Path(__file__).parents[2]
TURNS = [replace(turn(f"thanks {n}", ("gratitude",)), id=f"t{n}") for n in range(BATCH + 3)]


class CrowdedSystem:
    """Is a little less sure in company."""

    name = "crowded@1"

    def __init__(self, shyness: float) -> None:
        self._shyness = shyness

    def predict(self, turns: Sequence[ReplyInput], *, advance: Callable[[], None] | None = None) -> list[Prediction]:
        return [sure("gratitude", 0.9 - (self._shyness if len(turns) > 1 else 0.0)) for _ in turns]


def test_the_largest_difference_is_reported() -> None:
    figure = NeighbourTask().measure(bench_of(TURNS), CrowdedSystem(0.0025), "mine").figures["largest_difference"]
    assert abs((figure.value or 0) - 0.0025) < 1e-12


def test_a_system_that_reads_each_turn_alone_shows_none() -> None:
    figures = NeighbourTask().measure(bench_of(TURNS), CrowdedSystem(0.0), "mine").figures
    assert figures["largest_difference"].value == 0.0
    assert figures["largest_difference_served"].reason == "not a system that our service serves"


def test_a_label_that_appears_counts_whole() -> None:
    alone, together = sure("gratitude", 0.5), sure("gratitude", 0.5, intents=("gratitude", "opt_out"))
    assert set(numbers_of(together)) - set(numbers_of(alone)) == {"intents.opt_out"}


def test_the_shipped_model_is_served_free_of_its_neighbours() -> None:
    system = ArtefactSystem(ROOT / "models" / "reply-scorer-small")
    rows = [*TURNS[:5], replace(turn("how much is it for 40 people, and can we start in march?"), context="Hi there")]
    figures = NeighbourTask().measure(bench_of(rows), system, "mine").figures
    assert (figures["largest_difference"].value or 0.0) <= 1e-5
    assert (figures["largest_difference_served"].value or 0.0) <= 1e-5
