"""``sms-copilot eval compare``: two models on the same rows."""

from collections.abc import Sequence

from rich.text import Text

from copilot.errors import InvalidInputError
from eval.bench import Bench
from eval.compare import HEADLINES, compare_systems
from eval.entrant import open_pair
from eval.held_out import shared_writers
from eval.interval import RESAMPLES, SEED
from eval.report.document import HEADER, comparison_entry, rounded
from eval.report.table import print_comparisons, report_console
from eval.task.registry import TASKS


def compare(
    *,
    model: str,
    against: str,
    set_names: Sequence[str] = (),
    every_metric: bool = False,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> None:
    """Print the paired differences ``model`` − ``against``.

    Args:
        model: ``small``, ``base`` or an artefact's folder.
        against: The same, of another name or version.
        set_names: Only these sets.
        every_metric: All figures that can be paired, not the headlines only; some will differ by chance.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.

    Raises:
        InvalidInputError: The two cannot be told apart, or share no row that neither learnt from.
        ArtefactCorruptError: A model is not there, or damaged.
    """
    system, other = open_pair(model, against)
    bench = Bench(writers=shared_writers([system, other]), resamples=resamples, seed=seed)
    for name in set_names:
        bench.rows(name)
    metrics = None if every_metric else HEADLINES
    found = compare_systems(bench, system, other, tasks=TASKS, set_names=set_names or None, metrics=metrics)
    if not found:
        raise InvalidInputError("there is nothing to compare: no row here that neither model learnt from")
    console = report_console()
    console.print(Text(HEADER, style="bold"))
    print_comparisons([rounded(comparison_entry(comparison)) for comparison in found], console)
