"""A tiny run goes the whole way: it trains, resumes, exports, calibrates, measures, and the artefact loads."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch comes with the extra 'train'")
pytest.importorskip("onnx", reason="onnx comes with the extra 'train'")

import torch
from rich.console import Console
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from copilot.training.artefact import OUTPUTS, Artefact
from copilot.training.dataset import HEADS, Turn, encode, read_turns, split_by_writer
from copilot.training.fit import Progress, TrainingOptions, fit_network
from copilot.training.measure import TRAINING_TURNS
from copilot.training.network import ReplyNetwork, tiny_encoder
from copilot.training.package import choose_examples
from copilot.training.run import train

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz0123456789.,!?'$", "yes", "no", "stop", "the"]


def tiny_tokenizer() -> Tokenizer:
    words = [*WORDS, *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789")]
    tokenizer = Tokenizer(WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


@pytest.fixture(scope="module")
def few_turns() -> list[Turn]:
    """Return about sixty turns, three of each writer."""
    seen: Counter[str] = Counter()
    chosen = []
    for turn in read_turns(TRAINING_TURNS):
        if seen[turn.source] < 3:
            seen[turn.source] += 1
            chosen.append(turn)
    return chosen


@pytest.fixture(scope="module")
def artefact_folder(tmp_path_factory: pytest.TempPathFactory, few_turns: list[Turn]) -> Path:
    folder = tmp_path_factory.mktemp("artefact")
    data = folder / "turns.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": t.id, "context": t.context, "text": t.text, "intents": t.intents, "source": t.source, **t.tones}
        for t in few_turns
    ]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tokenizer = tiny_tokenizer()
    torch.manual_seed(0)
    train(
        output=folder / "out",
        data=data,
        epochs=1,
        encoder=tiny_encoder(tokenizer.get_vocab_size()),
        tokenizer=tokenizer,
        public=data,
        console=Console(quiet=True),
    )
    return folder / "out"


def test_artefact_loads_and_answers_every_head(artefact_folder: Path, few_turns: list[Turn]) -> None:
    artefact = Artefact(artefact_folder)
    answers = artefact.answer(few_turns[:2])
    for head, labels in HEADS.items():
        assert answers.probability[head].shape == (2, len(labels))
    assert np.linalg.norm(answers.vector, axis=1) == pytest.approx(np.ones(2), abs=1e-4)


def test_a_changed_file_is_refused(artefact_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(artefact_folder, copy)
    (copy / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"tokenizer\.json"):
        Artefact(copy)


def test_examples_and_their_vectors_belong_together(artefact_folder: Path) -> None:
    rows = [json.loads(line) for line in (artefact_folder / "examples.jsonl").read_text(encoding="utf-8").splitlines()]
    vectors = np.load(artefact_folder / "examples.npy")
    artefact = Artefact(artefact_folder)
    first = encode(artefact.tokenizer, rows[0]["text"], rows[0]["context"])
    assert len(rows) == len(vectors)
    assert vectors[0] == pytest.approx(artefact.runner.run([first])["vector"][0], abs=2e-3)


def test_examples_come_from_training_writers_only(few_turns: list[Turn]) -> None:
    split = split_by_writer(few_turns)
    chosen = choose_examples(split.train, count=20, seed=1)
    assert {t.id for t in chosen} <= {t.id for t in split.train}
    assert {t.primary for t in chosen} == {t.primary for t in split.train}


def test_card_says_the_turns_are_machine_written(artefact_folder: Path) -> None:
    card = (artefact_folder / "README.md").read_text(encoding="utf-8")
    assert "written and labelled by machine" in card
    assert "held-out writers" in card
    assert {"LICENSE", "NOTICE"} <= {path.name for path in artefact_folder.iterdir()}


def test_exported_fp32_graph_agrees_with_torch_and_ignores_padding(tmp_path: Path, few_turns: list[Turn]) -> None:
    import onnxruntime

    from copilot.training.dataset import pad
    from copilot.training.export import export_onnx

    tokenizer = tiny_tokenizer()
    network = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size())).eval()
    export_onnx(network, tmp_path / "model.onnx", quantise=False)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    batch = pad([encode(tokenizer, t.text, t.context) for t in few_turns[:5]])
    exported = session.run(list(OUTPUTS), batch)
    with torch.inference_mode():
        direct = network(**{name: torch.from_numpy(array) for name, array in batch.items()})
    for one, other in zip(exported, direct, strict=True):
        assert one == pytest.approx(other.numpy(), abs=2e-4)


def test_a_run_resumes_from_its_checkpoint_and_ends_the_same(tmp_path: Path, few_turns: list[Turn]) -> None:
    def fit(folder: Path | None, progress: Any = None) -> ReplyNetwork:
        torch.manual_seed(3)
        tokenizer = tiny_tokenizer()
        options = TrainingOptions(epochs=2, documents=4)
        return fit_network(
            few_turns,
            tokenizer=tokenizer,
            encoder=tiny_encoder(tokenizer.get_vocab_size()),
            options=options,
            checkpoint_dir=folder,
            progress=progress,
        )

    class Stopped(Exception):
        pass

    def stop_in_second_epoch(stand: Progress) -> None:
        if stand.epoch == 2:
            raise Stopped

    whole = fit(None).state_dict()
    with pytest.raises(Stopped):
        fit(tmp_path, stop_in_second_epoch)
    steps: list[int] = []
    resumed = fit(tmp_path, lambda stand: steps.append(stand.epoch)).state_dict()
    assert set(steps) == {2}
    for name, value in whole.items():
        assert torch.allclose(value, resumed[name], atol=1e-5), name
