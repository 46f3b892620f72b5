"""What others published on the same test sets, each with its source: context for a reader, never a floor.

None of them is a frozen vector with a linear layer, as ours is: they trained the whole network on the set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Published:
    """One number of somebody else."""

    metric: str
    """The figure of ours that it stands beside."""
    value: float
    model: str
    source: str
    note: str = ""


_LARSON: Final = "Larson et al., EMNLP 2019, aclanthology.org/D19-1131, table 2, full training set"
_CASANUEVA: Final = (
    "Casanueva et al., NLP4ConvAI 2020, aclanthology.org/2020.nlp4convai-1.5, table 3, full training set"
)
_BARBIERI: Final = "Barbieri et al., Findings of EMNLP 2020, arXiv 2010.12421, table 2"
_NGUYEN: Final = "leaderboard of github.com/cardiffnlp/tweeteval"

PUBLISHED: Final[Mapping[str, tuple[Published, ...]]] = {
    "clinc150": (
        Published("accuracy", 0.962, "BERT, fine-tuned, threshold", _LARSON, "a refused row counts as wrong"),
        Published("out_of_scope_recall", 0.523, "BERT, fine-tuned, threshold", _LARSON, "at its own threshold"),
    ),
    "banking77": (
        Published("accuracy", 0.9366, "BERT-large, fine-tuned", _CASANUEVA),
        Published("accuracy", 0.9336, "USE + ConveRT, frozen, two-layer head", _CASANUEVA),
    ),
    "tweeteval_emotion": (
        Published("macro_f1", 0.647, "SVM on word n-grams", _BARBIERI),
        Published("macro_f1", 0.761, "RoBERTa-base, fine-tuned", _BARBIERI),
        Published("macro_f1", 0.793, "BERTweet, fine-tuned", _NGUYEN),
    ),
}
"""By set; values are shares, not per cent."""
