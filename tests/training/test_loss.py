"""Rows that nobody judged pull on nothing, and public rows pull less."""

import pytest
import torch
from torch import Tensor

from copilot.training.dataset import HEADS, Turn
from copilot.training.loss import HeadLoss, Targets

CPU = torch.device("cpu")


def turn(intents: tuple[str, ...] | None, *, weight: float = 1.0, **tones: str) -> Turn:
    return Turn(id="x", context=None, text="hello", intents=intents, source="t01", tones=tones, weight=weight)


def losses(turns: list[Turn], logits: dict[str, Tensor]) -> Tensor:
    return HeadLoss(turns, CPU)([logits[head] for head in HEADS], Targets.of(turns, CPU))


def fresh(rows: int) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(3)
    return {
        head: torch.randn(rows, len(labels), generator=generator).requires_grad_() for head, labels in HEADS.items()
    }


def test_unjudged_intents_leave_a_finite_loss_and_no_gradient_in_their_heads() -> None:
    logits = fresh(2)
    loss = losses([turn(None, sentiment="positive"), turn(None, sentiment="negative")], logits)
    loss.backward()
    assert torch.isfinite(loss) and loss > 0
    for head in ("primary", "applies"):
        assert logits[head].grad is not None and not logits[head].grad.any()
    assert logits["sentiment"].grad is not None and logits["sentiment"].grad.any()


def test_a_batch_in_which_nobody_judged_anything_costs_nothing() -> None:
    loss = losses([turn(None)], fresh(1))
    loss.backward()
    assert loss.item() == 0


def test_an_unjudged_row_does_not_thin_the_intents_of_the_judged() -> None:
    logits = fresh(2)
    alone = losses([turn(("opt_out",))], {head: values[:1] for head, values in logits.items()})
    assert losses([turn(("opt_out",)), turn(None)], logits).item() == pytest.approx(alone.item(), rel=1e-5)


def test_out_of_scope_is_judged() -> None:
    logits = fresh(1)
    losses([turn(())], logits).backward()
    assert logits["primary"].grad is not None and logits["primary"].grad.any()


@pytest.mark.parametrize("tones", [{}, {"sentiment": "positive", "emotion": "anger"}])
def test_a_row_of_half_weight_pulls_half(tones: dict[str, str]) -> None:
    full, half = (losses([turn(("greeting",), weight=w, **tones)], fresh(1)).item() for w in (1.0, 0.5))
    assert half == pytest.approx(full / 2, rel=1e-5)
