"""The shipped model as the benchmark reads it: served answers, every probability, other thresholds."""

from pathlib import Path

import pytest

from copilot.errors import ArtefactCorruptError, InvalidInputError
from copilot.scoring.base import ReplyInput
from eval.check import check_predictions
from eval.entrant import check_names, open_model, open_models
from eval.system import ArtefactSystem

ASKED = [ReplyInput("how much for 20 seats?"), ReplyInput("we prefer you stay silent from here on")]


@pytest.fixture(scope="module")
def small() -> ArtefactSystem:
    system = open_model("small").system
    assert isinstance(system, ArtefactSystem)
    return system


def test_it_gives_all_probabilities_and_the_mass_out_of_scope(small: ArtefactSystem) -> None:
    [price, _] = check_predictions(small.predict(ASKED), ["1", "2"], system=small.name)
    assert price.primary is not None and price.out_of_scope is not None
    assert len(price.primary) == 31
    assert sum(price.primary.values()) + price.out_of_scope == pytest.approx(1.0)
    assert price.best == "pricing_question"


def test_it_names_the_writers_it_learnt_from(small: ArtefactSystem) -> None:
    assert set(small.writers) == {"train", "calibration", "test"}
    assert not set(small.writers["train"]) & set(small.writers["test"])


def test_other_thresholds_change_who_is_stopped_and_nothing_else(small: ArtefactSystem) -> None:
    score = small.opt_out_scores(ASKED)
    strict = small.with_consent(act_threshold=0.99999, review_threshold=0.99999)
    loose = small.with_consent(act_threshold=score[1], review_threshold=score[1])
    assert [answer.opts_out for answer in strict.predict(ASKED)] == [False, False]
    [_, stopped] = loose.predict(ASKED)
    assert (stopped.opts_out, stopped.opt_out_tier) == (True, "model")
    assert stopped.primary == strict.predict(ASKED)[1].primary


def test_the_shipped_models_are_opened_where_none_is_named() -> None:
    names = [entrant.system.name.partition("@")[0] for entrant in open_models([])]
    assert names[0] == "reply-scorer-small"
    assert set(names) <= {"reply-scorer-small", "reply-scorer-base"}


def test_two_systems_of_one_name_are_refused() -> None:
    model = open_model("small")
    with pytest.raises(InvalidInputError, match=r"two systems are called reply-scorer-small@"):
        check_names([model, model])


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArtefactCorruptError):
        open_model(str(tmp_path / "nowhere"))
