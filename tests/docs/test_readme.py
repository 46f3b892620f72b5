"""The README's first screen is what the service answers today."""

import json
import math
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from copilot.clock import ManualClock
from copilot.domain.conversation import Conversation
from copilot.pipeline import turn_of
from copilot.service.copilot import Copilot
from copilot.settings import load_settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
TOLERANCE = 0.05
"""Sums of int8 differ between kinds of processor."""


def _request() -> dict[str, Any]:
    found = re.search(r"-d '(\{.*?\})'\n```", README, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def _answer() -> dict[str, Any]:
    found = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def _differences(shown: Any, real: Any, path: str = "") -> list[str]:
    if isinstance(shown, dict):
        return [d for key, value in shown.items() for d in _differences(value, real[key], f"{path}/{key}")]
    if isinstance(shown, list):
        if len(shown) > len(real):
            return [f"{path}: shows {len(shown)} of {len(real)}"]
        return [d for n, value in enumerate(shown) for d in _differences(value, real[n], f"{path}/{n}")]
    if isinstance(shown, float):
        scale = 100 if abs(shown) > 1 else 1
        return [] if math.isclose(shown, real, abs_tol=TOLERANCE * scale) else [f"{path}: {shown} is {real}"]
    return [] if shown == real else [f"{path}: {shown!r} is {real!r}"]


def test_the_answer_on_the_first_screen_is_the_answer_of_today(data_dir: Path) -> None:
    clock = ManualClock(datetime(2026, 11, 23, 15, 4, tzinfo=UTC))
    copilot = Copilot(load_settings(data_dir=data_dir, knowledge="memory"), clock)
    try:
        conversation = Conversation.model_validate(_request()["conversation"])
        real = copilot.pipeline.answer(turn_of(conversation, clock.now())).public()
    finally:
        copilot.close()
    assert _differences(_answer(), real) == []
