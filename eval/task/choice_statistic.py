"""Macro-F1 and accuracy of the likeliest primary over rows in scope, as statistics."""

from copilot.training.metric import mean_f1
from eval.choice import INTENTS, Choices
from eval.task.base import Statistic, share


def macro_f1_of(choices: Choices) -> Statistic:
    """Return the mean F1 over the intents that occur among the rows in scope."""
    truth, best = choices.truth[choices.inside], choices.best[choices.inside]
    return Statistic(compute=lambda rows: mean_f1(truth[rows], best[rows], len(INTENTS)), n=len(truth))


def accuracy_of(choices: Choices) -> Statistic:
    """Return the share of the rows in scope that are right."""
    return share(choices.right[choices.inside])
