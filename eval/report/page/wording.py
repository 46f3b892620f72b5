"""What tasks, figures and sets are called for somebody who does not know their names in the file."""

from collections.abc import Mapping
from typing import Any, Final

TASKS: Final[Mapping[str, str]] = {
    "primary": "main intent",
    "multi_label": "all intents",
    "abstention": "abstaining",
    "calibration": "calibration",
    "opt_out": "opt-outs",
    "keyword": "bare opt-out keywords",
    "purchase": "purchase signal",
    "decision": "decisions",
    "slices": "parts of the rows",
    "robustness": "damaged replies",
    "opt_out_robustness": "damaged opt-outs",
    "context_ablation": "worth of the context",
    "injection": "orders in the text",
    "probe": "public tasks",
    "retrieval": "search",
    "neighbour": "independence of the batch",
    "latency": "speed",
}
_METRICS: Final[Mapping[str, str]] = {
    "macro_f1": "macro-F1",
    "micro_f1": "micro-F1",
    "top_3": "right one among the first three",
    "auroc": "AUROC",
    "auroc_best": "AUROC of the best probability alone",
    "auroc_strong": "AUROC of strong buyers",
    "auroc_warm": "AUROC of moderate and strong buyers",
    "ece": "error (ECE)",
    "brier": "Brier score",
    "aurc": "area under risk–coverage",
    "accuracy_at_90": "accuracy on the surest 90 %",
    "in_scope_answered": "rows in scope that are answered",
    "out_of_scope_abstained": "rows out of scope that are left alone",
    "stopped": "stopped",
    "stopped_by_keyword": "stopped by keyword",
    "false_stops": "others stopped by mistake",
    "mrr_at_10": "MRR@10",
    "cost_per_1000": "cost of 1,000 replies",
    "short_p50_ms": "short reply, median, ms",
    "short_p95_ms": "short reply, 95th percentile, ms",
    "real_p50_ms": "real turn, median, ms",
    "real_p95_ms": "real turn, 95th percentile, ms",
    "first_answer_s": "fresh process to its first answer, s",
    "peak_memory_mb": "peak memory, MB",
    "times_first": "times the first system's time",
}
_SETS: Final[Mapping[str, str]] = {
    "public_written": "public rows, written",
    "public_real": "public rows, real people",
    "held_out_writers": "writers held out of training",
    "opt_out_t06": "opt-out writer t06",
    "opt_out_t15": "opt-out writer t15",
    "bare_keywords": "every opt-out keyword",
    "decisions": "labelled decisions",
}


def is_shipped(set_name: str) -> bool:
    """Return whether a set comes with the benchmark; the others are an evaluator's."""
    return set_name in _SETS


def task_words(task: str) -> str:
    """Return what a task is called."""
    return TASKS.get(task, task.replace("_", " "))


def metric_words(metric: str) -> str:
    """Return what a figure is called."""
    return _METRICS.get(metric, metric.replace("_", " "))


def set_words(set_name: str) -> str:
    """Return what a set of rows is called; an evaluator's own keeps its name."""
    return _SETS.get(set_name, set_name)


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def entry_words(entry: Mapping[str, Any]) -> str:
    """Return what a floor or a comparison is about."""
    return f"{task_words(entry['task'])}, {metric_words(entry['metric'])} ({set_words(entry['set'])})"


def share_words(figure: Mapping[str, Any]) -> str:
    """Return a share as people say it: "86.4 % (83–90 %)", or "15 of 15 (78–100 %)"."""
    if figure["value"] is None:
        return "not evaluated"
    low, high = figure.get("low"), figure.get("high")
    ends = "" if low is None or high is None else f" ({100 * low:.0f}–{100 * high:.0f} %)"
    if figure.get("k") is not None and figure["n"] < 100:
        return f"{figure['k']} of {figure['n']}{ends}"
    return f"{100 * figure['value']:.1f} %{ends}"


def bound_words(floor: Mapping[str, Any]) -> str:
    """Return "≥ 0.84"."""
    return f"{'≥' if floor['direction'] == 'at_least' else '≤'} {floor['bound']:g}"
