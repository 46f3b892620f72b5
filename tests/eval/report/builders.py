"""A small report, made by hand, with every part that a page draws."""

from typing import Any

OURS = "reply-scorer-small@1"
PEER = "keyword-rules@1"
HEADER = "Rows are written and labelled by machine; real rows stand apart."


def figure(value: float | None, low: float | None = None, high: float | None = None, **more: Any) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "n": more.pop("n", 390), **more}


def count(k: int, n: int, low: float, high: float) -> dict[str, Any]:
    return figure(k / n, low, high, n=n, k=k)


def result(
    task: str,
    figures: dict[str, Any],
    detail: dict[str, Any] | None = None,
    *,
    set_name: str = "public_written",
    system: str = OURS,
) -> dict[str, Any]:
    about = f"what {task} means"
    named = {"task": task, "version": 1, "about": about, "set": set_name, "system": system}
    return {**named, "figures": figures, "detail": detail or {}}


def floor(task: str, metric: str, verdict: str, value: float | None, **more: Any) -> dict[str, Any]:
    ends = {"low": None, "high": None} if value is None else {"low": value - 0.02, "high": value + 0.02}
    named = {"task": task, "set": "public_written", "metric": metric, "system": OURS, "verdict": verdict}
    judged = {"bound": 0.84, "direction": "at_least", "value": value, "n": 390, "sure": True, **ends}
    return {**named, **judged, **more}


def comparison(verdict: str = "better", difference: float = 0.1) -> dict[str, Any]:
    named = {"task": "primary", "set": "public_written", "metric": "macro_f1", "system": OURS, "against": PEER}
    ends = {"low": difference - 0.04, "high": difference + 0.04}
    return {**named, "value": 0.86, "difference": difference, "n": 390, "verdict": verdict, **ends}


def worst(text: str | None = "ok fine", **more: Any) -> dict[str, Any]:
    row = {"id": "w-1", "context": "Shall we?", "text": text, "truth": "agreement", "given": "greeting"}
    return {**row, "probability": 0.97, **more}


def primary() -> dict[str, Any]:
    confusion = {"labels": ["agreement", "greeting"], "matrix": [[8, 2], [0, 5]]}
    figures = {
        "macro_f1": figure(0.86, 0.82, 0.89),
        "accuracy": count(335, 390, 0.82, 0.89),
        "top_3": count(375, 390, 0.94, 0.98),
    }
    return result("primary", figures, {"confusion": confusion, "worst": [worst()]})


def results() -> list[dict[str, Any]]:
    curve = {"coverage": [0.1, 0.5, 0.9, 1.0], "risk": [0.0, 0.02, 0.08, 0.14]}
    bins = [{"low": b / 2, "high": b / 2 + 0.5, "n": 9 + b, "confidence": 0.4, "accuracy": 0.5} for b in (0, 1)]
    part = {"slice": "length: 1–2 words", "metric": "accuracy", **count(40, 50, 0.66, 0.9)}
    few = {"slice": "language: pt", "metric": "accuracy", **figure(None, n=3, reason="too few rows: 3")}
    stops = {"stopped": count(14, 15, 0.68, 1.0), "false_stops": count(1, 375, 0.0, 0.015)}
    tiers = {f"stopped_by_{tier}": count(k, 15, 0.1, 0.9) for tier, k in (("keyword", 6), ("phrase", 5), ("model", 3))}
    damage = {"macro_f1_clean": figure(0.86), "macro_f1_typos": figure(0.8, 0.76, 0.84)}
    drops = {"drop_typos": figure(0.06, 0.03, 0.09), "worst_drop": figure(0.06, 0.03, 0.09)}
    actions = {"labels": ["suppress", "no_reply"], "matrix": [[3, 1], [0, 4]]}
    published = {"metric": "accuracy", "value": 0.93, "model": "BERT", "source": "a paper", "note": "fine-tuned"}
    return [
        primary(),
        result("primary", {"macro_f1": figure(None, reason="this system does not name one")}, system=PEER),
        result("abstention", {"accuracy_at_90": figure(0.92, 0.89, 0.95)}, {"risk_coverage": curve}),
        result(
            "calibration", {"ece": figure(0.04, 0.03, 0.06), "brier": figure(0.1, 0.09, 0.12)}, {"reliability": bins}
        ),
        result("opt_out", {**stops, **tiers, "stopped_or_held": count(15, 15, 0.78, 1.0)}),
        result("opt_out", {"stopped": count(9, 15, 0.3, 0.8), "false_stops": count(0, 375, 0.0, 0.01)}, system=PEER),
        result("slices", {"accuracy": count(335, 390, 0.82, 0.89)}, {"slices": [part, few]}),
        result("robustness", {**damage, **drops}, {"worst_damage": "typos"}),
        result(
            "decision",
            {"action_accuracy": count(7, 8, 0.5, 1.0), "cost_per_1000": figure(1234.5, 900.0, 1500.0)},
            {
                "confusion": actions,
                "costs": {"missed_hot": 200.0},
                "slices": [part],
                "worst": [worst(harm="missed_hot")],
            },
            set_name="decisions",
        ),
        result("probe", {"accuracy": count(900, 1000, 0.88, 0.92)}, {"published": [published]}, set_name="banking77"),
        result("latency", {"real_p50_ms": figure(2.5, 2.4, 2.6), "peak_memory_mb": figure(101.0)}),
    ]


def document(**changes: Any) -> dict[str, Any]:
    """A report whose first task was measured and whose held-out rows are missing."""
    described = {"about": "the yardstick", "origin": "by machine", "rows": 420, "revision": "0a1b2c3d4e5f"}
    absent = {"about": "none", "origin": "missing", "rows": 0, "revision": "–", "reason": "no model names writers"}
    return {
        "format": 2,
        "header": HEADER,
        "created": "2026-11-24",
        "machine": {"processor": "a processor", "cores": 2, "packages": {"numpy": "2.4.6", "tokenizers": None}},
        "systems": [
            {"name": OURS, "kind": "ours", "about": "our scorer"},
            {"name": PEER, "kind": "peer", "about": "rules"},
        ],
        "sets": {"public_written": described, "held_out_writers": absent},
        "results": results(),
        "floors": [
            floor("primary", "macro_f1", "met", 0.86),
            floor("primary", "top_3", "missed", 0.9615, bound=0.99),
            floor("urgency", "auroc", "too few rows to decide", 0.83),
            floor("calibration", "ece", "not evaluated", None, set="held_out_writers"),
        ],
        "comparisons": [comparison()],
        "not_evaluated": {"held_out_writers": "no model names writers"},
        **changes,
    }
