"""A labelled reply beside what the system did with it: what was right, and what harm was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copilot.domain.decision import Action
from copilot.domain.label import Intent
from copilot.routing.policy_model import Policy
from copilot.training.dataset import OUT_OF_SCOPE
from eval.decision.harm import Harm
from eval.decision.row import AT_ONCE
from eval.label.act import action_of, declines
from eval.label.journal import Mark
from eval.label.sample import Drawn, Part
from eval.prediction import Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What one or two readers say of a reply."""

    primaries: frozenset[str]
    """That of each reader: any of them counts as right."""
    wants_stop: bool | None
    """None where the readers differ, as below: then nothing of it is counted for or against."""
    wants_person: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One labelled reply of the sample."""

    id: str
    part: Part
    truth: Truth
    action: Action
    is_answered: bool
    is_right: bool
    """It was answered with the primary of a reader."""
    is_held_stop: bool
    """Held as a possible stop."""
    harm: Harm | None


def truth_of(marks: Sequence[Mark]) -> Truth:
    """Return what the readers of one reply say together."""
    stops = {Intent.OPT_OUT.value in mark.intents for mark in marks}
    persons = {mark.wants_person for mark in marks}
    return Truth(
        primaries=frozenset(mark.intents[0] if mark.intents else OUT_OF_SCOPE for mark in marks),
        wants_stop=stops.pop() if len(stops) == 1 else None,
        wants_person=persons.pop() if len(persons) == 1 else None,
    )


def outcomes_of(
    drawn: Sequence[Drawn],
    readings: Sequence[Mapping[str, Mark]],
    predictions: Mapping[str, Prediction],
    policy: Policy,
) -> list[Outcome]:
    """Return the outcome of every reply of the sample that a reader labelled, in its order.

    Args:
        drawn: The sample.
        readings: Each reader's marks by reply; skipped ones do not count.
        predictions: The system's answers by reply.
        policy: What acts on them.
    """
    outcomes = []
    for row in drawn:
        marks = [marks[row.id] for marks in readings if row.id in marks and not marks[row.id].is_skipped]
        if marks:
            outcomes.append(_outcome(row, truth_of(marks), predictions[row.id], policy))
    return outcomes


def harm_of_reply(truth: Truth, action: Action, *, is_answered: bool, is_right: bool) -> Harm | None:
    """Return what is wrong with an action, None when nothing is.

    A stop may be held: nothing goes out meanwhile, but a person must look. A reply that names none of our intents is
    rightly held, and so is one that was understood and that the policy wants a person to read.
    """
    if truth.wants_stop and action is not Action.SUPPRESS:
        return Harm.WRONG_HOLD if action is Action.HOLD_FOR_REVIEW else Harm.MISSED_STOP
    if action is Action.SUPPRESS:
        return Harm.WRONG_STOP if truth.wants_stop is False else None
    if truth.wants_person and action not in AT_ONCE:
        return Harm.MISSED_HOT
    if action is Action.NOTIFY_SPECIALIST and truth.wants_person is False:
        return Harm.NEEDLESS_PAGE
    if truth.wants_person and action in AT_ONCE:
        return None
    if action is Action.HOLD_FOR_REVIEW:
        return None if is_right or OUT_OF_SCOPE in truth.primaries else Harm.WRONG_HOLD
    return Harm.WRONG_ACTION if is_answered and not is_right else None


def _outcome(row: Drawn, truth: Truth, prediction: Prediction, policy: Policy) -> Outcome:
    action = action_of(prediction, policy)
    is_answered = not declines(prediction)
    is_right = is_answered and prediction.best in truth.primaries
    return Outcome(
        id=row.id,
        part=row.part,
        truth=truth,
        action=action,
        is_answered=is_answered,
        is_right=is_right,
        is_held_stop=bool(prediction.held),
        harm=harm_of_reply(truth, action, is_answered=is_answered, is_right=is_right),
    )
