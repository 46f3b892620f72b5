"""The ledger: what it adds up to, who may correct it, and that tampering shows."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select, update

from copilot.clock import ManualClock
from copilot.domain.consent import ConsentState, ConsentTier
from copilot.errors import CorrectionRefusedError, InvalidInputError, NotFoundError
from copilot.store.engine import open_engine
from copilot.store.entry import ConsentEntry
from copilot.store.ledger import NEVER_HEARD, fold
from copilot.store.schema import consent_details, consent_events, consent_states
from copilot.store.store import Store

SUBJECT = "a" * 64


def append(desk: Any, event_name: Any, method: Any = "keyword", **values: Any) -> Any:
    entry = ConsentEntry(subject_key=SUBJECT, event=event_name, method=method, occurred_at=desk.clock.now(), **values)
    with desk.store.transaction() as tx:
        return tx.consent.append(entry)


def correct(desk: Any, event_id: str, reason: str = "they asked where the stop button is") -> Any:
    with desk.store.transaction() as tx:
        return tx.consent.correct(event_id, actor="admin", reason=reason)


def state(desk: Any) -> ConsentState:
    with desk.store.read() as tx:
        return tx.consent.status_of(SUBJECT).state


def problems(desk: Any) -> list[str]:
    with desk.store.read() as tx:
        return tx.verify_ledger()


def test_unheard_contact_is_unknown_at_version_0(desk: Any) -> None:
    with desk.store.read() as tx:
        assert tx.consent.status_of(SUBJECT) == NEVER_HEARD
    assert problems(desk) == []


def test_last_word_of_the_customer_counts(desk: Any) -> None:
    append(desk, "opt_in")
    assert state(desk) is ConsentState.OPTED_IN
    append(desk, "opt_out")
    append(desk, "help")
    assert state(desk) is ConsentState.OPTED_OUT
    append(desk, "opt_in")
    assert state(desk) is ConsentState.OPTED_IN


def test_versions_count_each_contact_by_itself(desk: Any) -> None:
    assert [desk.stop().consent_event.version for _ in range(2)] == [1, 2]
    other = desk.stop(sender="+15550101").consent_event
    assert (other.version, other.seq) == (1, 3)


@pytest.mark.parametrize("method", ["import", "model"])
def test_list_or_guess_never_lifts_an_opt_out(desk: Any, method: str) -> None:
    append(desk, "opt_in", method)
    assert state(desk) is ConsentState.OPTED_IN
    append(desk, "opt_out")
    append(desk, "opt_in", method)
    assert state(desk) is ConsentState.OPTED_OUT


def test_rep_opts_in_only_with_name_and_reason(desk: Any) -> None:
    append(desk, "opt_out")
    with pytest.raises(InvalidInputError):
        append(desk, "opt_in", "rep", actor="admin")
    append(desk, "opt_in", "rep", actor="admin", reason="signed the form again")
    assert state(desk) is ConsentState.OPTED_IN


@pytest.mark.parametrize("tier", [ConsentTier.PHRASE, ConsentTier.MODEL])
def test_correction_restores_what_was_before(desk: Any, tier: ConsentTier) -> None:
    append(desk, "opt_in")
    wrong = append(desk, "opt_out", tier.value)
    line = correct(desk, wrong.id)
    assert (line.corrects, line.actor, line.reason) == (wrong.id, "admin", "they asked where the stop button is")
    assert state(desk) is ConsentState.OPTED_IN
    assert problems(desk) == []


def test_correction_leaves_every_other_stop_in_force(desk: Any) -> None:
    wrong = append(desk, "opt_out", "phrase")
    append(desk, "opt_out", "keyword")
    correct(desk, wrong.id)
    assert state(desk) is ConsentState.OPTED_OUT


@pytest.mark.parametrize(("event_name", "method"), [("opt_out", "keyword"), ("opt_out", "provider"), ("opt_in", "web")])
def test_correction_is_refused(desk: Any, event_name: str, method: str) -> None:
    line = append(desk, event_name, method)
    with pytest.raises(CorrectionRefusedError):
        correct(desk, line.id)


def test_correction_happens_once(desk: Any) -> None:
    wrong = append(desk, "opt_out", "phrase")
    line = correct(desk, wrong.id)
    for event_id in (wrong.id, line.id):
        with pytest.raises(CorrectionRefusedError):
            correct(desk, event_id)


def test_correction_needs_an_event_and_a_reason(desk: Any) -> None:
    with pytest.raises(NotFoundError):
        correct(desk, "cev_none")
    with pytest.raises(InvalidInputError):
        correct(desk, append(desk, "opt_out", "phrase").id, reason=" ")


def test_line_comes_back_as_it_was_written(desk: Any) -> None:
    line = append(
        desk,
        "opt_out",
        "model",
        rule="r",
        message_id="rpl_1",
        provider_message_id="SM1",
        model_version="m@1",
        score=0.1 + 0.2,
    )
    with desk.store.read() as tx:
        assert tx.consent.get(line.id) == line
        assert tx.consent.events_of(SUBJECT) == [line]


@pytest.mark.parametrize(
    "values",
    [{"event": "opt_in"}, {"method": "web"}, {"score": 0.5}, {"subject_key": "b" * 64}, {"hash": "0" * 64}],
)
def test_changed_line_shows(desk: Any, values: dict[str, Any]) -> None:
    line = append(desk, "opt_out")
    append(desk, "help")
    with desk.engine.begin() as connection:
        connection.execute(update(consent_events).where(consent_events.c.id == line.id).values(**values))
    assert any(line.id in problem for problem in problems(desk))


@pytest.mark.parametrize("position", [0, 1, 2])
def test_removed_line_shows(desk: Any, position: int) -> None:
    lines = [append(desk, "opt_out"), append(desk, "help"), append(desk, "opt_in")]
    with desk.engine.begin() as connection:
        connection.execute(delete(consent_details).where(consent_details.c.event_id == lines[position].id))
        connection.execute(delete(consent_events).where(consent_events.c.id == lines[position].id))
    assert problems(desk)


def test_changed_or_removed_details_show(desk: Any) -> None:
    line = append(desk, "opt_out", "phrase", message_id="rpl_1")
    with desk.engine.begin() as connection:
        connection.execute(update(consent_details).values(message_id="rpl_2"))
    assert problems(desk) == [f"event {line.id}: its details were changed"]
    with desk.engine.begin() as connection:
        connection.execute(delete(consent_details))
    assert problems(desk) == [f"event {line.id}: its details are gone without an erasure"]


def test_state_that_the_ledger_does_not_say_shows(desk: Any) -> None:
    append(desk, "opt_out")
    with desk.engine.begin() as connection:
        connection.execute(update(consent_states).values(state="opted_in"))
    assert problems(desk) == [f"subject {SUBJECT}: the stored state is not what the ledger adds up to"]
    with desk.engine.begin() as connection:
        connection.execute(delete(consent_states))
    assert len(problems(desk)) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["opt_out", "opt_in", "help", "correct", "erase"]),
        st.sampled_from(["keyword", "phrase", "model", "rep", "import", "provider"]),
        st.sampled_from(["a", "b"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_history_adds_up_to_the_stored_states(migrated: Path, steps: list[tuple[Any, Any, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(shutil.copy(migrated, folder)))
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        clock = ManualClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
        store = Store(engine, subject_key=b"k" * 32, clock=clock)
        with store.transaction() as tx:
            for kind, method, subject in steps:
                clock.advance(timedelta(seconds=1))
                _take(tx, kind, method, subject)
            assert tx.verify_ledger() == []
            for subject in ("a", "b"):
                lines = tx.consent.events_of(subject)
                assert tx.consent.status_of(subject) == fold(lines).get(subject, NEVER_HEARD)
                assert tx.consent.status_of(subject).state is _expected_state(lines)
        store.close()


def _take(tx: Any, kind: Any, method: Any, subject: str) -> None:
    lines = tx.consent.events_of(subject)
    if kind == "erase":
        if lines:
            tx.erase(subject, actor="admin")
    elif kind == "correct":
        void = {line.corrects for line in lines}
        open_to_it = [x for x in lines if x.event == "opt_out" and x.method not in ("keyword", "provider")]
        open_to_it = [x for x in open_to_it if x.id not in void]
        if open_to_it:
            tx.consent.correct(open_to_it[0].id, actor="admin", reason="no stop")
    else:
        entry = ConsentEntry(
            subject_key=subject, event=kind, method=method, occurred_at=tx.now(), actor="admin", reason="because"
        )
        tx.consent.append(entry)


def _expected_state(lines: list[Any]) -> ConsentState:
    """Say it another way: look backwards for the word that counts."""
    void = {line.corrects for line in lines}
    words = [line for line in lines if line.event in ("opt_out", "opt_in") and line.id not in void]
    strong = [word for word in words if word.event == "opt_out" or word.method not in ("import", "model")]
    if strong and strong[-1].event == "opt_out":
        return ConsentState.OPTED_OUT
    return ConsentState.OPTED_IN if words else ConsentState.UNKNOWN


def test_ledger_has_one_line_for_each_event(desk: Any) -> None:
    for _ in range(3):
        desk.stop()
    with desk.engine.connect() as connection:
        assert list(connection.scalars(select(consent_events.c.seq).order_by(consent_events.c.seq))) == [1, 2, 3]
