"""What a system says becomes an action by the shipped policy, and a harm by what the readers say."""

import pytest

from copilot.domain.decision import Action
from copilot.routing.policy import load_policy
from eval.decision.harm import Harm
from eval.label.act import action_of, analysis_of
from eval.label.journal import Mark
from eval.label.outcome import Truth, harm_of_reply, outcomes_of, truth_of
from eval.label.sample import Drawn
from eval.prediction import Prediction

POLICY = load_policy()


@pytest.mark.parametrize(
    ("prediction", "action"),
    [
        (Prediction(), Action.HOLD_FOR_REVIEW),
        (Prediction(primary={"pricing_question": 0.9}, abstained=True), Action.HOLD_FOR_REVIEW),
        (Prediction(primary={}, out_of_scope=1.0), Action.HOLD_FOR_REVIEW),
        (Prediction(primary={"opt_out": 1.0}, has_probabilities=False), Action.SUPPRESS),
        (Prediction(primary={"gratitude": 0.9}, opts_out=True), Action.SUPPRESS),
        (Prediction(primary={"gratitude": 0.9}, opts_out=False, held=True), Action.HOLD_FOR_REVIEW),
        (Prediction(primary={"gratitude": 0.9}, purchase={"none": 1.0}), Action.NO_REPLY),
        (Prediction(primary={"purchase_ready": 0.9}), Action.NOTIFY_SPECIALIST),
        (Prediction(primary={"complaint": 0.9}, intents=("complaint", "support_issue")), Action.HAND_TO_SUPPORT),
        (
            Prediction(primary={"price_objection": 0.9}, purchase={"strong": 0.9, "moderate": 0.1}),
            Action.NOTIFY_SPECIALIST,
        ),
        (Prediction(primary={"price_objection": 0.9}, purchase={"weak": 1.0}), Action.SUGGEST_TO_REP),
    ],
)
def test_the_shipped_policy_acts_on_what_any_system_says(prediction: Prediction, action: Action) -> None:
    assert action_of(prediction, POLICY) is action


def test_a_system_that_names_a_label_for_a_head_has_an_expected_score() -> None:
    analysis = analysis_of(
        Prediction(primary={"greeting": 1.0}, purchase={"moderate": 1.0}, sentiment={"negative": 1.0})
    )
    assert analysis.purchase is not None and analysis.purchase.score == pytest.approx(200 / 3)
    assert analysis.sentiment is not None and analysis.sentiment.score == -1
    assert analysis.urgency is None and analysis.emotion is None


def test_two_readers_who_differ_both_count_as_right_and_open_questions_stay_open() -> None:
    first, second = Mark("a", ("not_now",), wants_person=True), Mark("a", ("opt_out", "not_now"))
    assert truth_of([first, second]) == Truth(
        primaries=frozenset({"not_now", "opt_out"}), wants_stop=None, wants_person=None
    )
    assert truth_of([first]) == Truth(primaries=frozenset({"not_now"}), wants_stop=False, wants_person=True)


def truth(primary: str = "not_now", *, stop: bool | None = False, person: bool | None = False) -> Truth:
    return Truth(primaries=frozenset({primary}), wants_stop=stop, wants_person=person)


@pytest.mark.parametrize(
    ("said", "action", "is_right", "harm"),
    [
        (truth("opt_out", stop=True), Action.SUPPRESS, True, None),
        (truth("opt_out", stop=True), Action.HOLD_FOR_REVIEW, False, Harm.WRONG_HOLD),
        (truth("opt_out", stop=True), Action.NO_REPLY, False, Harm.MISSED_STOP),
        (truth("opt_out", stop=True, person=True), Action.NOTIFY_SPECIALIST, False, Harm.MISSED_STOP),
        (truth(), Action.SUPPRESS, False, Harm.WRONG_STOP),
        (truth(stop=None), Action.SUPPRESS, False, None),
        (truth(person=True), Action.NOTIFY_SPECIALIST, False, None),
        (truth(person=True), Action.HAND_TO_SUPPORT, True, None),
        (truth(person=True), Action.SUGGEST_TO_REP, True, Harm.MISSED_HOT),
        (truth(person=True), Action.HOLD_FOR_REVIEW, True, Harm.MISSED_HOT),
        (truth(), Action.NOTIFY_SPECIALIST, True, Harm.NEEDLESS_PAGE),
        (truth(person=None), Action.NOTIFY_SPECIALIST, True, None),
        (truth(), Action.HOLD_FOR_REVIEW, False, Harm.WRONG_HOLD),
        (truth("wrong_person"), Action.HOLD_FOR_REVIEW, True, None),
        (truth("out_of_scope"), Action.HOLD_FOR_REVIEW, False, None),
        (truth(), Action.SUGGEST_TO_REP, True, None),
        (truth(), Action.SUGGEST_TO_REP, False, Harm.WRONG_ACTION),
    ],
)
def test_an_action_has_one_harm_at_most(said: Truth, action: Action, is_right: bool, harm: Harm | None) -> None:
    is_answered = action is not Action.HOLD_FOR_REVIEW or is_right
    assert harm_of_reply(said, action, is_answered=is_answered, is_right=is_right) is harm


def test_only_labelled_replies_have_an_outcome_and_skipped_ones_do_not() -> None:
    drawn = [Drawn("a", "random"), Drawn("b", "pages"), Drawn("c", "random"), Drawn("d", "random")]
    first = {"a": Mark("a", ("greeting",)), "c": Mark("c", is_skipped=True)}
    second = {"b": Mark("b", ()), "a": Mark("a", ("gratitude",))}
    answers = dict.fromkeys("abcd", Prediction(primary={"gratitude": 0.9}, purchase={"none": 1.0}))
    outcomes = outcomes_of(drawn, [first, second], answers, POLICY)
    assert [(o.id, o.part, o.is_right) for o in outcomes] == [("a", "random", True), ("b", "pages", False)]
    assert [o.harm for o in outcomes] == [None, Harm.WRONG_ACTION]
