"""``sms-copilot tune``: choose policy thresholds for stated costs on a labelled file."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from copilot.asset import asset_folder
from copilot.errors import InvalidInputError
from copilot.routing.policy import SHIPPED, load_policy
from copilot.scoring.scorer import build_scorer
from copilot.settings import load_settings
from eval.decision.harm import parse_costs
from eval.decision.row import read_decisions, settled
from eval.decision.simulate import analyse_rows
from eval.tune.case_table import TUNED, build_case_table
from eval.tune.choose import Tuned, choose
from eval.tune.policy_text import tuned_text
from eval.tune.report import as_json, print_tuned
from eval.tune.wording import header_lines

Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
"""Shows a stage by its name, from entry to exit; gives what is called with (done, in all)."""

_REVISION_DIGITS: Final = 12


def run(
    *,
    labelled: Path,
    costs: Sequence[str],
    policy: Path | None,
    output: Path | None,
    name: str | None,
    version: str | None,
    hot_share: float | None,
    folds: int,
    seed: int,
    is_json: bool,
    progress: Progress,
) -> None:
    """Read, score, search, print, and write the policy if a place for it is named.

    Args:
        labelled: JSONL of labelled decisions.
        costs: ``name=amount`` pairs.
        policy: What to start from; None: the configured one, else the shipped one.
        output: Where to write the tuned policy.
        name: Of the tuned policy; None: that of the old one with ``-tuned``.
        version: Of the tuned policy; None: that of the old one, with the thresholds.
        hot_share: Share of hot replies in the traffic, 0 … 1; None: as in the file.
        folds: Parts of the cross-validation.
        seed: Of folds and resampling.
        is_json: Print one JSON object instead of tables.
        progress: Shows how far each stage is.

    Raises:
        InvalidInputError: The file, a cost or the place of the output cannot be used.
        PolicyInvalidError: The policy to start from, or the new name or version, is none.
        ConfigurationError: The scorer cannot be started.
    """
    prices = parse_costs(costs)
    if output is not None and output.exists():
        raise InvalidInputError(f"{output} exists: name another file, or remove it first")
    settings = load_settings()
    source = policy or settings.policy
    base = load_policy(source)
    every = read_decisions(labelled)
    rows = settled(every)
    scorer = build_scorer(
        backend=settings.scorer,
        model=settings.model,
        sessions=settings.scoring_sessions,
        queue=settings.scoring_queue,
        default_timezone=settings.default_timezone or "UTC",
    )
    try:
        with progress("Reading replies") as report:
            analyses = analyse_rows(scorer, rows, report)
    finally:
        scorer.close()
    with progress("Deciding") as report:
        table = build_case_table(rows, analyses, base, report)
    with progress("Searching thresholds") as report:
        tuned = choose(table, base, prices, folds=folds, seed=seed, hot_share=hot_share, progress=report)
    revision = hashlib.sha256(labelled.read_bytes()).hexdigest()[:_REVISION_DIGITS]
    written = None
    if output is not None:
        header = header_lines(tuned, model=scorer.model_id, revision=revision)
        text = (source or asset_folder("policies") / SHIPPED).read_text("utf-8")
        new_name, new_version = name or f"{base.name}-tuned", version or _version(tuned)
        text = tuned_text(text, base, tuned.thresholds, name=new_name, version=new_version, header=header)
        _write(output, text)
        written = f"{new_name}@{new_version}"
    disputed = len(every) - len(rows)
    if is_json:
        shown = as_json(tuned, model=scorer.model_id, revision=revision, disputed=disputed, output=written)
        print(json.dumps(shown, indent=2))
        return
    console = Console()
    print_tuned(tuned, console)
    if disputed:
        console.print(Text(f"{disputed} disputed rows were left out: their readers share no action."))
    if output is not None:
        console.print(Text(f"Written to {output} as {written}; put its path into COPILOT_POLICY to use it."))


def _version(tuned: Tuned) -> str:
    """Return the old version with the thresholds, so that the same choice has the same version."""
    return f"{tuned.policy.version}+tuned." + ".".join(f"{getattr(tuned.thresholds, name):g}" for name in TUNED)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be written: {error.strerror}") from error
