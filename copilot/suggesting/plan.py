"""For each kind of situation, the candidates of the three drafts, best first; the first that passes is taken."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from copilot.domain.conversation import Signal, Stage
from copilot.domain.decision import Action
from copilot.domain.knowledge import KnowledgeKind
from copilot.domain.label import Intent
from copilot.suggesting.base import DraftContext
from copilot.suggesting.draft import Draft, DraftWriter
from copilot.suggesting.phrase import Line
from copilot.suggesting.selection import KINDS_OF_INTENT
from copilot.suggesting.shorten import condense, cut_from_end, lead_in
from copilot.suggesting.situation import Mode, Situation
from copilot.suggesting.step import (
    ANSWERED_BEFORE_THE_STEP,
    ASK_OF_SERVICE,
    LINE_OF_INTENT,
    LINE_OF_SIGNAL,
    LINE_OF_STAGE,
    LINE_OF_STEP,
    STEP_OF_INTENT,
    Step,
)

CONTRACT: Final = (KnowledgeKind.CONTRACT_LINK,)
NEXT_STEP: Final = "proposes the next step"


class Plan(ABC):
    """Candidates of the three drafts."""

    def __init__(self, context: DraftContext, situation: Situation, writer: DraftWriter) -> None:
        self.context = context
        self.situation = situation
        self.writer = writer

    @abstractmethod
    def answers(self) -> Iterator[Draft]:
        """Yield what answers them, best first."""

    @abstractmethod
    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield what moves things on, best first; ``answer`` is the draft taken before."""

    def shorts(self, answer: Draft) -> Iterator[Draft]:
        """Yield shorter texts; only those of one segment are taken."""
        yield from condense(answer)
        others = list(self.answers())
        # A link that answers them is worth more than a general line; without one, our line is short and complete.
        yield from others if "://" in answer.filled.text else others[-1:]
        yield from cut_from_end(answer)
        for other in others:
            yield other
            yield from condense(other)

    def library(self, intents: tuple[Intent, ...]) -> Iterator[Draft]:
        """Yield drafts of the library for the first of these wishes."""
        if intents:
            yield from self.writer.from_items(intents, KINDS_OF_INTENT[intents[0]])


class ClarifyPlan(Plan):
    """The wish is unclear: one neutral question."""

    def answers(self) -> Iterator[Draft]:
        """Yield the question, behind the news of a specialist where one is alerted."""
        if self.situation.action is Action.NOTIFY_SPECIALIST:
            yield self.writer.from_line(Line.SPECIALIST, "says that a specialist is on it, which the decision contains")
        yield self.writer.from_line(Line.CLARIFY, "asks what they need and supposes nothing")

    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield nothing: there is nothing to move before the wish is known."""
        return iter(())


class ServePlan(Plan):
    """They need help: acknowledge, ask for what the colleague will need, sell nothing."""

    def answers(self) -> Iterator[Draft]:
        """Yield the library's acknowledgement, else ours."""
        for kind in (KnowledgeKind.TEMPLATE, KnowledgeKind.TUTORIAL):
            yield from self.writer.from_items(self.situation.intents, (kind,))
        yield from self._handover_and_question()

    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield the question that lets a colleague begin."""
        yield from self._handover_and_question()

    def shorts(self, answer: Draft) -> Iterator[Draft]:
        """Yield the acknowledgement in fewer words, else the question alone."""
        yield from condense(answer)
        yield self._question()
        yield from cut_from_end(answer)

    def _question(self) -> Draft:
        primary = self.situation.primary
        if primary is None:
            return self.writer.from_line(Line.CLARIFY, "asks what they need and supposes nothing")
        return self.writer.from_line(ASK_OF_SERVICE[primary], "asks for what a colleague needs to begin")

    def _handover_and_question(self) -> Iterator[Draft]:
        handover = self.writer.from_line(Line.HANDOVER, "acknowledges and passes on, which the decision contains")
        question = self._question()
        if self.situation.primary is None:
            yield handover
        else:
            why = f"{handover.why}, and asks for what a colleague needs to begin"
            yield question.with_lead(handover, handover.filled.sentences(), why)
        yield question


class FollowUpPlan(Plan):
    """Later: leave with the day on which we come back, which the decision contains."""

    def answers(self) -> Iterator[Draft]:
        """Yield the exit with the day, if there is one."""
        yield self._exit(Line.FOLLOW_UP_ON, Line.FOLLOW_UP)

    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield the library's question on what has to happen until then."""
        yield from self.library(self.situation.intents or (Intent.NOT_NOW,))
        if self.context.decision.follow_up_at is None:
            yield self.writer.from_line(Line.STEP_DATE, "asks for the day that is missing")

    def shorts(self, answer: Draft) -> Iterator[Draft]:
        """Yield the exit in a few words."""
        yield self._exit(Line.FOLLOW_UP_ON_SHORT, Line.FOLLOW_UP_SHORT)

    def _exit(self, with_day: Line, without_day: Line) -> Draft:
        if self.context.decision.follow_up_at is None:
            return self.writer.from_line(without_day, "takes the pressure off; the decision names no day")
        return self.writer.from_line(with_day, "leaves with the day of the scheduled follow-up")


class OpenPlan(Plan):
    """The last word was ours: begin again, from the latest signal or the stage."""

    def answers(self) -> Iterator[Draft]:
        """Yield the line of the latest signal we know, then the stage's opening, then ours."""
        if (found := _latest_known_signal(self.context.conversation.signals)) is not None:
            yield self.writer.from_line(LINE_OF_SIGNAL[found], f"the latest signal is {found}")
        yield from self.library((Intent.GREETING,))
        yield self.writer.from_line(Line.OPEN)

    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield the agreement where its address is known, then another opening, then the stage's step."""
        yield from _agreement(self.writer, self.situation.stage)
        yield from self.library((Intent.GREETING,))
        yield self.writer.from_line(LINE_OF_STAGE[self.situation.stage], NEXT_STEP)


class ReplyPlan(Plan):
    """They wrote and want something: answer it, then move the deal."""

    def answers(self) -> Iterator[Draft]:
        """Yield library items for the wish, else our line for it, warm when a specialist is alerted."""
        yield from self.library(self.situation.intents)
        line = self.writer.from_line(self._line())
        if self.situation.action is Action.NOTIFY_SPECIALIST:
            warm = self.writer.from_line(Line.SPECIALIST)
            why = f"{line.why}, with the news of a specialist, which the decision contains"
            yield line.with_lead(warm, warm.filled.sentences(), why)
        yield line

    def advances(self, answer: Draft) -> Iterator[Draft]:
        """Yield the next step, behind the statements of the answer where a step alone would ignore the question."""
        step = STEP_OF_INTENT.get(self._primary, Step.STAGE)
        if step is Step.NONE:
            return
        agreements = list(self._agreements(step))
        for agreement in agreements:
            yield from self._behind_the_answer(answer, agreement)
        if answer.item is not None and answer.item.kind is KnowledgeKind.CONTRACT_LINK:
            yield from self.library(self.situation.intents)
        line = LINE_OF_STAGE[self.situation.stage] if step is Step.STAGE else LINE_OF_STEP[step]
        yield from self._behind_the_answer(answer, self.writer.from_line(line, NEXT_STEP))

    @property
    def _primary(self) -> Intent:
        return self.situation.intents[0]

    def _line(self) -> Line:
        return LINE_OF_INTENT.get(self._primary, Line.QUESTION)

    def _agreements(self, step: Step) -> Iterator[Draft]:
        if step is Step.STAGE:
            yield from _agreement(self.writer, self.situation.stage)
        elif step is Step.APPROVER:
            yield from _known(self.writer.from_items((Intent.NEEDS_APPROVAL,), CONTRACT, keep_greeting=False))

    def _behind_the_answer(self, answer: Draft, step: Draft) -> Iterator[Draft]:
        if self._primary in ANSWERED_BEFORE_THE_STEP and (led := lead_in(answer, step)) is not None:
            yield led
        yield step


PLAN_OF_MODE: Final[Mapping[Mode, type[Plan]]] = {
    Mode.CLARIFY: ClarifyPlan,
    Mode.SERVE: ServePlan,
    Mode.FOLLOW_UP: FollowUpPlan,
    Mode.OPEN: OpenPlan,
    Mode.REPLY: ReplyPlan,
}


def _agreement(writer: DraftWriter, stage: Stage | None) -> Iterator[Draft]:
    """Yield the agreement to sign, at the stages where signing is next and only with its address known."""
    if stage in {Stage.CLOSING, Stage.RENEWAL}:
        yield from _known(writer.from_items((Intent.PURCHASE_READY,), CONTRACT, keep_greeting=False))


def _known(drafts: Sequence[Draft]) -> Iterator[Draft]:
    return (draft for draft in drafts if not draft.filled.blanks)


def _latest_known_signal(signals: tuple[Signal, ...]) -> str | None:
    """Return our name of the latest signal that has a line."""
    known = [(s.at.timestamp() if s.at else float("-inf"), i, s.type) for i, s in enumerate(signals)]
    for _, _, name in sorted(known, reverse=True):
        if (known_name := name.strip().lower().replace("-", "_").replace(" ", "_")) in LINE_OF_SIGNAL:
            return known_name
    return None
