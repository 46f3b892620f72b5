"""A report's document, asked by task, set and system; what is not there comes with the reason."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from eval.report.document import rounded

_LEFT_OUT: Final = "this run did not include it"


class Report:
    """Reads one document; nothing in it is changed."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Index a document, as built or as read from its file."""
        self.document: Mapping[str, Any] = rounded(document)
        self._results = {(r["task"], r["set"], r["system"]): r for r in self.document["results"]}

    def names(self, *kinds: str) -> list[str]:
        """Return the systems of these kinds, in the order given; every one, ours first, without kinds."""
        order = kinds or ("ours", "own", "peer")
        return [s["name"] for kind in order for s in self.document["systems"] if s["kind"] == kind]

    @property
    def studied(self) -> list[str]:
        """Return the systems that are shown in full: ours and an evaluator's own."""
        return self.names("ours", "own")

    @property
    def tasks(self) -> list[str]:
        """Return the tasks with results, in the order of the report."""
        return list(dict.fromkeys(result["task"] for result in self.document["results"]))

    def about(self, task: str) -> str:
        """Return what a task's figures mean."""
        return next((r["about"] for r in self.document["results"] if r["task"] == task), "")

    def version(self, task: str) -> int:
        """Return a task's version."""
        return next(int(r["version"]) for r in self.document["results"] if r["task"] == task)

    def sets_of(self, task: str) -> list[str]:
        """Return the sets on which a task has results."""
        return list(dict.fromkeys(result["set"] for result in self.document["results"] if result["task"] == task))

    def metrics(self, task: str, set_name: str, systems: Sequence[str]) -> list[str]:
        """Return every metric that one of these systems has, in the order of the report."""
        found = [self.figures(task, set_name, system) for system in systems]
        return list(dict.fromkeys(metric for figures in found for metric in figures))

    def figures(self, task: str, set_name: str, system: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the figures of one result; none where there is no result."""
        result = self._results.get((task, set_name, system))
        return result["figures"] if result else {}

    def figure(self, task: str, set_name: str, system: str, metric: str) -> Mapping[str, Any]:
        """Return one figure; without a value, and with the reason, where there is none."""
        found = self.figures(task, set_name, system).get(metric)
        if found is not None and (found["value"] is not None or found.get("reason")):
            return found
        return {"value": None, "reason": self.reason(task, set_name, system)}

    def detail(self, task: str, set_name: str, system: str, key: str) -> Any:
        """Return what a task left to be drawn; ``None`` where it left nothing."""
        result = self._results.get((task, set_name, system))
        return (result["detail"].get(key) or None) if result else None

    def reason(self, task: str, set_name: str | None = None, system: str | None = None) -> str:
        """Return why a task has no figure."""
        unmeasured = self.document["not_evaluated"]
        own = f"{task} on {set_name}, {system}"
        if own in unmeasured:
            return str(unmeasured[own])
        if set_name in unmeasured:
            return str(unmeasured[set_name])
        if set_name is not None and system is not None:
            reasons = [f["reason"] for f in self.figures(task, set_name, system).values() if f.get("reason")]
            return str(reasons[0]) if reasons else _LEFT_OUT
        reasons = [reason for name, reason in unmeasured.items() if name.startswith(f"{task} on ")]
        return str(reasons[0]) if reasons else _LEFT_OUT
