"""The tasks in the order of the report; adding one is adding a line."""

from typing import Final

from eval.task.abstention import AbstentionTask
from eval.task.base import Task
from eval.task.calibration import CalibrationTask
from eval.task.context_ablation import ContextAblationTask
from eval.task.decision import DecisionTask
from eval.task.emotion import EmotionTask
from eval.task.injection import InjectionTask
from eval.task.keyword import KeywordTask
from eval.task.latency import LatencyTask
from eval.task.multi_label import MultiLabelTask
from eval.task.neighbour import NeighbourTask
from eval.task.opt_out import OptOutTask
from eval.task.primary import PrimaryTask
from eval.task.probe import ProbeTask
from eval.task.purchase import PurchaseTask
from eval.task.retrieval import RetrievalTask
from eval.task.robustness import OptOutRobustnessTask, RobustnessTask
from eval.task.sentiment import SentimentTask
from eval.task.slices import SlicesTask
from eval.task.urgency import UrgencyTask

TASKS: Final[tuple[Task, ...]] = (
    PrimaryTask(),
    MultiLabelTask(),
    AbstentionTask(),
    CalibrationTask(),
    OptOutTask(),
    KeywordTask(),
    PurchaseTask(),
    UrgencyTask(),
    SentimentTask(),
    EmotionTask(),
    DecisionTask(),
    SlicesTask(),
    ContextAblationTask(),
    RobustnessTask(),
    OptOutRobustnessTask(),
    InjectionTask(),
    RetrievalTask(),
    ProbeTask(),
    NeighbourTask(),
    LatencyTask(),
)
