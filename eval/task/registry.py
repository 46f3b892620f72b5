"""The tasks in the order of the report; adding one is adding a line."""

from typing import Final

from eval.task.base import Task

TASKS: Final[tuple[Task, ...]] = ()
