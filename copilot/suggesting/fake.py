"""A suggester with fixed drafts: for tests, and for trying a front end without a library."""

from collections.abc import Sequence

from copilot.domain.suggestion import Suggestion
from copilot.suggesting.base import DraftContext
from copilot.suggesting.situation import SILENT_ACTIONS
from copilot.text.segment import count_segments


class FixedSuggester:
    """Returns the same text whatever was said, and nothing where the action allows none."""

    def __init__(self, texts: Sequence[str] = ("Thank you for your message.",)) -> None:
        """Take up to three texts: ``answer``, ``advance``, ``short``."""
        self._texts = tuple(texts)[:3]
        self.seen: list[DraftContext] = []
        """Every context it was asked about, in order."""

    def suggest(self, context: DraftContext) -> list[Suggestion]:
        """Return the fixed drafts."""
        self.seen.append(context)
        if context.decision.action in SILENT_ACTIONS:
            return []
        return [
            Suggestion(
                id=f"s{number}",
                kind=kind,
                text=text,
                sources=(),
                blanks=(),
                segments=(size := count_segments(text)).segments,
                encoding=size.encoding,
                why="A fixed draft",
            )
            for number, (kind, text) in enumerate(
                zip(("answer", "advance", "short"), self._texts, strict=False), start=1
            )
        ]
