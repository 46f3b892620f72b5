"""The sample is an honest draw: every reply as likely as any other in the random part, and spread evenly."""

from collections import Counter
from pathlib import Path

import pytest

from copilot.errors import InvalidInputError
from eval.label.sample import Candidate, Sample, draw, extend, load_sample


def export(rows: int = 1000, *, stops: int = 60, pages: int = 80) -> list[Candidate]:
    """Rows of which the first are stopped, the next paged and the rest left alone."""
    return [
        Candidate(
            id=f"r{n:04}",
            is_stop=n < stops,
            is_page=stops <= n < stops + pages,
            order=("stop" if n < stops else "page" if n < stops + pages else "rest", f"intent{n % 7}", n % 10 / 10),
        )
        for n in range(rows)
    ]


def test_a_sample_has_its_size_its_parts_and_no_reply_twice() -> None:
    drawn = draw(export(), 200, seed=1)
    assert len({row.id for row in drawn}) == len(drawn) == 200
    assert Counter(row.part for row in drawn) == {"random": 150, "stops": 25, "pages": 25}
    assert {row.id for row in drawn if row.part == "stops"} <= {f"r{n:04}" for n in range(60)}


def test_the_same_seed_draws_the_same() -> None:
    assert draw(export(), 50, seed=3) == draw(export(), 50, seed=3) != draw(export(), 50, seed=4)


def test_parts_are_mixed_so_that_none_can_be_guessed() -> None:
    first = [row.part for row in draw(export(), 200, seed=1)[:100]]
    assert 10 <= sum(part != "random" for part in first) <= 40


def test_the_random_part_holds_the_actions_in_their_true_shares() -> None:
    for seed in range(20):
        random = [int(row.id[1:]) for row in draw(export(), 200, seed=seed) if row.part == "random"]
        assert 8 <= sum(n < 60 for n in random) <= 10  # 6 % of 150 is 9: by plain chance it would be 3 … 15


def test_every_reply_is_as_likely_as_any_other() -> None:
    rounds = 300
    counts = Counter(
        row.id
        for seed in range(rounds)
        for row in draw(export(90, stops=9, pages=9), 32, seed=seed)
        if row.part == "random"
    )
    expected = rounds * 24 / 90
    assert len(counts) == 90
    for part in (range(9), range(9, 18), range(18, 90)):
        mean = sum(counts[f"r{n:04}"] for n in part) / len(part)
        assert mean == pytest.approx(expected, rel=0.15)


def test_places_that_a_group_cannot_fill_fall_to_the_random_part() -> None:
    drawn = draw(export(stops=0, pages=3), 200, seed=1)
    assert len(drawn) == 200
    assert not [row for row in drawn if row.part == "stops"]


@pytest.mark.parametrize("rows", [1, 3, 150, 199, 200])
def test_a_small_export_is_labelled_whole(rows: int) -> None:
    drawn = draw(export(rows), 200, seed=1)
    assert {row.id for row in drawn} == {f"r{n:04}" for n in range(rows)}
    assert all(row.part == "random" for row in drawn)


def test_a_sample_grows_and_keeps_what_was_drawn() -> None:
    rows = tuple(draw(export(), 200, seed=1))
    sample = Sample("rev", "m@1", 1000, rows)
    grown = extend(sample, [c.id for c in export()], 300, seed=1)
    assert [row.id for row in grown.rows[:200]] == [row.id for row in rows]
    promoted = sum(a.part != b.part for a, b in zip(rows, grown.rows, strict=False))
    assert len(grown.rows) == 300 - promoted
    assert sum(row.part == "random" for row in grown.rows) == 250
    assert extend(grown, [c.id for c in export()], 100, seed=1) == grown


def test_extra_replies_may_join_the_random_part_when_it_grows_else_it_would_lack_them() -> None:
    ids = [c.id for c in export(100, stops=50, pages=0)]
    promotions = 0
    for seed in range(40):
        sample = Sample("rev", "m@1", 100, tuple(draw(export(100, stops=50, pages=0), 40, seed=seed)))
        grown = extend(sample, ids, 60, seed=seed)
        promotions += sum(a.part != b.part for a, b in zip(sample.rows, grown.rows, strict=False))
    assert promotions > 0


def test_a_sample_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    sample = Sample("rev", "m@1", 1000, tuple(draw(export(), 20, seed=1)))
    path = tmp_path / "x.csv.sample.json"
    sample.save(path)
    assert load_sample(path, revision="rev") == sample
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_sample(tmp_path / "absent", revision="rev") is None


def test_a_sample_of_another_export_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.sample.json"
    Sample("rev", "m@1", 3, ()).save(path)
    with pytest.raises(InvalidInputError, match=r"the export has changed since x\.csv\.sample\.json was drawn"):
        load_sample(path, revision="other")
    path.write_text('{"format": 1, "rows": 3}')
    with pytest.raises(InvalidInputError, match="is damaged"):
        load_sample(path, revision="rev")
    path.write_text("[]")
    with pytest.raises(InvalidInputError, match="is no file of this command"):
        load_sample(path, revision="rev")
