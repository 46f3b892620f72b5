from copilot.domain.decision import Action
from copilot.suggesting.base import Suggester
from copilot.suggesting.fake import FixedSuggester
from tests.suggesting.builders import context


def test_the_fake_returns_its_texts_and_remembers_what_it_was_asked() -> None:
    fake: Suggester = FixedSuggester(["One", "Two"])
    asked = context()
    assert [(s.id, s.kind, s.text, s.segments) for s in fake.suggest(asked)] == [
        ("s1", "answer", "One", 1),
        ("s2", "advance", "Two", 1),
    ]
    assert isinstance(fake, FixedSuggester)
    assert fake.seen == [asked]


def test_the_fake_is_silent_where_the_action_is() -> None:
    assert FixedSuggester().suggest(context(action=Action.SUPPRESS)) == []
