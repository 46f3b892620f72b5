"""Measure an artefact: ``python -m copilot.training.measure`` prints a JSON report. No torch."""

import argparse
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from tokenizers import Tokenizer

from copilot.domain.label import Intent, PurchaseSignal
from copilot.training.artefact import Answers, Artefact
from copilot.training.dataset import (
    HEADS,
    TONE_HEADS,
    TRAINING_TURNS,
    Encoded,
    Turn,
    cut,
    encode,
    read_turns,
    split_by_writer,
)
from copilot.training.metric import auroc, calibration_error, count, honour_accepted, macro_f1, mean_reciprocal_rank

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models" / "reply-scorer-small"


def report_turns(turns: Sequence[Turn], answers: Answers, artefact: Artefact) -> dict[str, Any]:
    """Return every figure of one group of turns, rounded to four places."""
    figures = {
        "rows": len(turns),
        **_primary(turns, answers),
        **_abstaining(turns, answers),
        "intents_micro_f1": _intents_micro_f1(turns, answers, artefact.calibration.thresholds),
        "opt_out": _consent(turns, answers, artefact),
        **_tones(turns, answers),
    }
    rounded: dict[str, Any] = _round(figures)
    return rounded


def _primary(turns: Sequence[Turn], answers: Answers) -> dict[str, Any]:
    """Macro-F1 twice: choosing among the 31 on in-scope rows, and among all 32 on every row."""
    labels = HEADS["primary"]
    inside = [i for i, t in enumerate(turns) if t.intents]
    chosen = answers.label("primary")
    forced = [chosen[i] for i in inside]
    truth = honour_accepted(forced, [turns[i].primary for i in inside], [turns[i].accept for i in inside])
    every = [labels[i] for i in answers.probability["primary"].argmax(axis=1)]
    every_truth = honour_accepted(every, [t.primary for t in turns], [t.accept for t in turns])
    right = np.array([p == t for p, t in zip(every, every_truth, strict=True)])
    return {
        "primary_macro_f1": macro_f1(truth, forced, labels),
        "primary_accuracy": float(np.mean([p == t for p, t in zip(forced, truth, strict=True)])),
        "primary_macro_f1_with_out_of_scope": macro_f1(every_truth, every, labels),
        "ece_before": calibration_error(answers.raw_primary.max(axis=1), right),
        "ece_after": calibration_error(answers.probability["primary"].max(axis=1), right),
    }


def _abstaining(turns: Sequence[Turn], answers: Answers) -> dict[str, Any]:
    inside = np.array([bool(t.intents) for t in turns])
    chosen = answers.label("primary")
    right = np.array([c == t.primary or c in t.accept for c, t in zip(chosen, turns, strict=True)])
    answered = ~answers.abstained
    return {
        "in_scope_answered": count(answered[inside]),
        "accuracy_answered_in_scope": float(right[inside & answered].mean()),
        "accuracy_answered_all_rows": float(right[answered].mean()),
        "out_of_scope_abstained": count(answers.abstained[~inside]),
        "out_of_scope_auroc": auroc(answers.probability["primary"][:, -1], ~inside),
    }


def _intents_micro_f1(turns: Sequence[Turn], answers: Answers, thresholds: NDArray[np.float64]) -> float:
    """Score the intent lists as served: over their thresholds, plus the primary when it is given."""
    predicted = answers.probability["applies"] >= thresholds
    best = answers.probability["primary"][:, :-1].argmax(axis=1)
    rows = np.flatnonzero(~answers.abstained)
    predicted[rows, best[rows]] = True
    truth = np.array([[label in (t.intents or ()) for label in HEADS["applies"]] for t in turns])
    return float(2 * (predicted & truth).sum() / max(predicted.sum() + truth.sum(), 1))


def _consent(turns: Sequence[Turn], answers: Answers, artefact: Artefact) -> dict[str, Any]:
    """Count both tiers of the model's opt-out, where ``accept`` does not leave it open."""
    label = Intent.OPT_OUT.value
    score = answers.probability["applies"][:, HEADS["applies"].index(label)]
    wanted = np.array([label in (t.intents or ()) for t in turns])
    settled = wanted | np.array([label not in t.accept for t in turns])
    act = score >= artefact.calibration.act_threshold
    seen = score >= artefact.calibration.review_threshold
    return {
        "act_recall": count(act[wanted]),
        "act_false_stops": count(act[settled & ~wanted]),
        "act_or_review_recall": count(seen[wanted]),
        "held_needlessly": count((seen & ~act)[settled & ~wanted]),
    }


def _tones(turns: Sequence[Turn], answers: Answers) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in TONE_HEADS:
        rows = [i for i, t in enumerate(turns) if name in t.tones]
        chosen = answers.label(name)
        truth = [turns[i].tones[name] for i in rows]
        figures[f"{name}_macro_f1"] = macro_f1(truth, [chosen[i] for i in rows], HEADS[name])
        figures[f"{name}_rows"] = len(rows)
    buying = [HEADS["purchase"].index(label) for label in (PurchaseSignal.MODERATE, PurchaseSignal.STRONG)]
    rows = [i for i, t in enumerate(turns) if "purchase" in t.tones]
    likely = answers.probability["purchase"][rows][:, buying].sum(axis=1)
    buys = np.array([turns[i].tones["purchase"] in {PurchaseSignal.MODERATE, PurchaseSignal.STRONG} for i in rows])
    figures["purchase_auroc"] = auroc(likely, buys)
    return figures


Embedder = Callable[[list[Encoded]], NDArray[np.float32]]


def report_retrieval(folder: Path, tokenizer: Tokenizer, embedder: Embedder) -> dict[str, float | int]:
    """Return MRR@10 of user questions against whole FAQ threads, texts cut and embedded as documents are."""
    documents = _read_jsonl(folder / "docs.jsonl")
    queries = _read_jsonl(folder / "queries.jsonl")
    place = {d["id"]: i for i, d in enumerate(documents)}
    relevant = np.array([place[q["label"]] for q in queries])
    threads = [" ".join([d["question"], *d["answers"]]) for d in documents]
    of_documents = embedder([cut(encode(tokenizer, text)) for text in threads])
    of_queries = embedder([cut(encode(tokenizer, q["text"])) for q in queries])
    mrr = mean_reciprocal_rank((of_queries @ of_documents.T).astype(np.float64), relevant)
    return {"mrr_at_10": round(mrr, 4), "queries": len(queries), "documents": len(documents)}


def measure(
    model: Path,
    *,
    turns: Sequence[Turn] | None = None,
    public: Path | None = None,
    faq: Path | None = None,
    console: Console | None = None,
) -> dict[str, Any]:
    """Return the whole report of an artefact.

    Args:
        model: Artefact folder.
        turns: Turns of the test writers; those of the project's own set when ``None``.
        public: ``replies_public``'s JSONL, written and real rows reported apart; left out when ``None``.
        faq: A folder with ``docs.jsonl`` and ``queries.jsonl``; left out when ``None``.
        console: Where progress is drawn; standard error when ``None``.
    """
    artefact = Artefact(model)
    groups = {"test_writers": list(split_by_writer(read_turns(TRAINING_TURNS)).test if turns is None else turns)}
    if public is not None:
        rows = read_turns(public)
        groups["public_written"] = [t for t in rows if t.kind == "authored"]
        groups["public_real"] = [t for t in rows if t.kind == "real"]
    report: dict[str, Any] = {"model": f"{artefact.manifest['name']}@{artefact.manifest['version']}"}
    with Progress(console=console or Console(stderr=True), transient=True) as bar:
        for name, members in groups.items():
            if not members:
                continue
            task = bar.add_task(name, total=len(members))
            answers = artefact.answer(members, advance=partial(bar.advance, task))
            report[name] = report_turns(members, answers, artefact)
        if faq is not None:
            task = bar.add_task("stackfaq", total=None)
            runner = artefact.runner
            report["stackfaq"] = report_retrieval(
                faq,
                artefact.tokenizer,
                lambda items: runner.run(items, advance=partial(bar.advance, task))["vector"],
            )
    return report


def _read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _round(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _round(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    """Print the report of the artefact in ``models/``, or of another folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--public", type=Path, help="data.jsonl of replies_public")
    parser.add_argument("--faq", type=Path, help="folder of stackfaq")
    args = parser.parse_args()
    print(json.dumps(measure(args.model, public=args.public, faq=args.faq), indent=2))


if __name__ == "__main__":
    main()
