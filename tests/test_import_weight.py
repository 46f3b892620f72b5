"""What importing costs: scoring and the package itself must not drag in training's libraries."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn")


def _loaded(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(m for m in sys.modules if '.' not in m))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import copilot",
        "import copilot.scoring.scorer",
        "import copilot.service.copilot",
        "import copilot.api.app",
        "import copilot.cli",
        (
            "from copilot.scoring.scorer import build_scorer\n"
            "from copilot.scoring.base import ReplyInput\n"
            "s = build_scorer(backend='onnx', model='reply-scorer-small', sessions=1, queue=8)\n"
            "s.submit([ReplyInput('how much?')]).result(); s.close()"
        ),
    ],
)
def test_no_training_library_is_imported(statement: str) -> None:
    assert _loaded(statement).isdisjoint(HEAVY)


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert _loaded("import copilot").isdisjoint({"numpy", "onnxruntime", "chromadb", "fastapi", "sqlalchemy"})


def test_the_command_answers_help_without_model_or_database() -> None:
    assert _loaded("import copilot.cli").isdisjoint({"onnxruntime", "chromadb", "fastapi"})
