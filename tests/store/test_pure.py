"""The pure parts: ids, subject keys, merging, and the hash that every ledger line keeps for ever."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from copilot.clock import ManualClock
from copilot.domain.conversation import Contact, Deal, Signal
from copilot.store.identifier import time_ordered_ids
from copilot.store.ledger import GENESIS, detail_hash_of, hash_of
from copilot.store.merge import MAX_SIGNALS, merge_contact, merge_deal, merge_signals
from copilot.store.row import ConsentEventRow
from copilot.store.subject import subject_key

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_ids_sort_by_time_and_never_repeat() -> None:
    clock = ManualClock(NOON)
    new_id = time_ordered_ids(clock)
    first = new_id("rpl")
    clock.advance(timedelta(milliseconds=1))
    second = new_id("rpl")
    assert re.fullmatch(r"rpl_[0-9a-f]{32}", first)
    assert first < second
    assert len({new_id("rpl") for _ in range(100)}) == 100


def test_subject_key_is_hmac_sha256() -> None:
    """RFC 4231, test case 2: a key shorter than the hash."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert subject_key(b"Jefe", "what do ya want for nothing?") == expected


def test_ledger_hash_never_changes() -> None:
    """A stored chain must verify with every later version: new fields need a new rule, not another hash."""
    line = ConsentEventRow(
        seq=1,
        id="cev_1",
        subject_key="a" * 64,
        event="opt_out",
        scope="global",
        channel="sms",
        method="keyword",
        rule="stop",
        actor=None,
        model_version=None,
        score=0.5,
        version=1,
        corrects=None,
        occurred_at=NOON,
        recorded_at=NOON,
        detail_hash=detail_hash_of("salt", "rpl_1", "SM1", None),
        prev_hash=GENESIS,
        hash="",
    )
    assert line.detail_hash == "26397eb37744811e92f15d708866382630eb54a62461998790342cc3a57b39e3"
    assert hash_of(line) == "7bf612baa1e3ecd6581ac3cd0c871a4c7cf5610c644d997ae3a69b2419c57620"


def test_given_values_win_and_the_rest_stays() -> None:
    stored = Contact(first_name="Dana", company="Northwind", attributes={"a": 1, "b": 1})
    merged = merge_contact(stored, Contact(first_name="Dan", company=None, attributes={"b": 2}))
    assert merged == Contact(first_name="Dan", company="Northwind", attributes={"a": 1, "b": 2})
    assert merge_contact(stored, None) == stored


def test_deal_with_another_id_replaces_the_stored_one() -> None:
    stored = Deal(id="d1", product="Workspace", amount=480)
    assert merge_deal(stored, Deal(amount=500)) == Deal(id="d1", product="Workspace", amount=500)
    assert merge_deal(stored, Deal(id="d2")) == Deal(id="d2")
    assert merge_deal(None, stored) == merge_deal(stored, None) == stored


@given(st.lists(st.integers(0, 150), max_size=150), st.lists(st.integers(0, 150), max_size=150))
def test_signals_are_kept_once_and_not_without_end(stored: list[int], given_types: list[int]) -> None:
    def signals(types: list[int]) -> tuple[Signal, ...]:
        return tuple(Signal(type=str(number)) for number in dict.fromkeys(types))

    before = merge_signals((), signals(stored))
    merged = merge_signals(before, signals(given_types))
    new = [signal for signal in signals(given_types) if signal not in before]
    assert len(merged) == len({signal.type for signal in merged}) <= MAX_SIGNALS
    assert list(merged) == [*before, *new][-MAX_SIGNALS:]
