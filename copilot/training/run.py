"""Train and ship: fit the network, export it, calibrate it, measure what was exported, write the artefact."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer

from copilot.domain.label import Intent
from copilot.scoring.calibration import log_odds
from copilot.text.model_text import find_boundaries
from copilot.training.artefact import Calibration, OnnxRunner, Outputs, open_tokenizer
from copilot.training.calibrate import fit_abstain, fit_consent, fit_platt, fit_temperature, fit_thresholds, softmax
from copilot.training.card import PLACED_BY, write_card
from copilot.training.dataset import (
    HEADS,
    MISSING,
    SOFTMAX_HEADS,
    TRAINING_TURNS,
    Turn,
    WriterSplit,
    applies_matrix,
    class_index,
    encode,
    look_alikes,
    primary_index,
    read_turns,
    split_by_writer,
)
from copilot.training.export import export_onnx, export_reference, save_tokenizer
from copilot.training.fit import Progress as Stand
from copilot.training.fit import epochs_done, fit_network, read_checkpoint
from copilot.training.lexicon import LABELS, Lexicon, fit_lexicon, fit_shares
from copilot.training.measure import measure, report_retrieval
from copilot.training.network import Encoder, ReplyNetwork, best_device, load_encoder
from copilot.training.noise import mistype_turns
from copilot.training.package import build_manifest, choose_examples, write_examples, write_manifest
from copilot.training.public import read_public_turns
from copilot.training.size import SIZES, Size, find_base
from copilot.training.teach import SoftLabels, ask_teacher, exchange_contexts, read_logits
from copilot.training.vector import choose_landmarks, embed, read_texts

EXAMPLES: Final = 1500
"""Training turns an explanation may point to."""

TEXTS: Final = 6000
"""Unlabelled texts sampled to place the search vector."""

MISTYPED: Final = 0.1
"""Share of the training turns that are read once more with typos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a network learnt from."""

    split: WriterSplit
    public: Sequence[Turn]
    is_taught: bool
    base_score: float | None
    """MRR@10 of the untouched base encoder on stackfaq."""
    remark: str = ""
    """What else a reader of the card should know of how it was made."""


def train(
    *,
    output: Path,
    size: Size = SIZES["small"],
    data: Path = TRAINING_TURNS,
    public_sets: Path | None = None,
    teacher: Path | None = None,
    scratch: Path = Path("reports/training"),
    public: Path | None = None,
    faq: Path | None = None,
    console: Console | None = None,
) -> dict[str, Any]:
    """Train on the training writers and write a whole artefact folder; a GPU is used when there is one.

    Args:
        output: Artefact folder, made when missing; its files are replaced.
        size: The recipe.
        data: Labelled turns with a ``source`` to split by.
        public_sets: Folder of the public sets mapped to our labels; left out when ``None``.
        teacher: ``scratch`` folder of a finished run of the base size, whose network teaches this one.
        scratch: A checkpoint is saved here after each epoch, and resumed from.
        public: ``replies_public``'s JSONL, only measured.
        faq: stackfaq's folder, only measured.
        console: Where progress is drawn; standard error when ``None``.

    Returns:
        The manifest as written.
    """
    console = console or Console(stderr=True)
    turns = first_of_each_writer(read_turns(data), size.turns_a_writer)
    split = split_by_writer(turns)
    more = []
    if public_sets is not None:
        more = read_public_turns(
            public_sets,
            limit_per_intent=size.public_rows,
            seed=size.options.seed,
            taken=(turn.text for turn in split.train if turn.is_relabelled),
        )
    texts = [] if public_sets is None else [public_sets / name / "data.jsonl" for name in PLACED_BY]
    with _bar(console) as bar:
        base = _open_base(size, scratch)
        network, tokenizer = open_network(size, scratch)
        is_fitted = epochs_done(scratch, size.options) == size.options.epochs
        landmarks = soft = None
        taught = list(split.train)
        if teacher is not None:
            taught += exchange_contexts(split.train, seed=size.options.seed)
        learnt_from = [*taught, *more, *mistype_turns(split.train, share=MISTYPED, seed=size.options.seed)]
        if teacher is not None and not is_fitted:
            soft = _ask(teacher, taught, bar=bar)
        if not is_fitted:
            landmarks = choose_landmarks(
                base,
                tokenizer,
                learnt_from,
                read_texts(texts, limit=TEXTS, rng=random.Random(size.options.seed)),
                seed=size.options.seed,
                documents=size.documents,
                placed=size.placed_turns,
                advance=_count(bar, "embedding with the base encoder", None),
            )
        fit_network(
            learnt_from,
            tokenizer=tokenizer,
            network=network,
            options=size.options,
            soft=soft,
            landmarks=landmarks,
            checkpoint_dir=scratch,
            progress=_follow(bar),
        )
        base_score = None
        if faq is not None:
            base_score = report_retrieval(faq, tokenizer, lambda items: embed(base, items))["mrr_at_10"]
    learnt = Learnt(split=split, public=more, is_taught=teacher is not None, base_score=base_score)
    return ship(network, tokenizer, size, learnt, output=output, public=public, faq=faq, console=console)


def ship(
    network: ReplyNetwork,
    tokenizer: Tokenizer,
    size: Size,
    learnt: Learnt,
    *,
    output: Path,
    public: Path | None,
    faq: Path | None,
    console: Console,
) -> dict[str, Any]:
    """Export a fitted network, calibrate and measure what was exported, write the artefact; return its manifest."""
    split = learnt.split
    output.mkdir(parents=True, exist_ok=True)
    save_tokenizer(tokenizer, output / "tokenizer.json")
    with _bar(console) as bar, TemporaryDirectory() as folder:
        add_lexicon(network, tokenizer, learnt, seed=size.options.seed, bar=bar)
        export_reference(network, tokenizer, output / "reference")
        export_onnx(network, output / "model.onnx")
        export_onnx(network, Path(folder) / "model.onnx", quantise=False)
        outputs = _run(output / "model.onnx", tokenizer, split.calibration, bar, "calibration rows, int8")
        exact = _run(Path(folder) / "model.onnx", tokenizer, split.calibration, bar, "calibration rows, fp32")
        examples = choose_examples(split.train, count=EXAMPLES, seed=size.options.seed)
        seen = _run(output / "model.onnx", tokenizer, examples, bar, "examples")
    write_examples(output, examples, seen["vector"])
    calibration = calibrate(outputs, split.calibration)
    manifest = build_manifest(
        output, size, split, learnt.public, calibration, taught=learnt.is_taught, remark=learnt.remark
    )
    write_manifest(output, manifest)
    metrics = measure(output, turns=split.test, public=public, faq=faq, console=console)
    metrics["int8_agreement"] = agreement(outputs, exact)
    metrics["primary_accuracy_32"] = {
        "training_examples": accuracy(seen, examples),
        "calibration_int8": accuracy(outputs, split.calibration),
        "calibration_fp32": accuracy(exact, split.calibration),
    }
    if learnt.base_score is not None:
        metrics["stackfaq"]["base_mrr_at_10"] = learnt.base_score
    manifest["metrics"] = metrics
    write_manifest(output, manifest)
    write_card(output, manifest)
    return manifest


def add_lexicon(network: ReplyNetwork, tokenizer: Tokenizer, learnt: Learnt, *, seed: int, bar: Progress) -> None:
    """Give a fitted network a lexicon of the written and real turns; calibration writers say how much is added."""
    boundaries = find_boundaries(tokenizer.token_to_id)
    if boundaries is None:
        raise ValueError("the tokenizer has no tokens that open and close a text")
    lexicon = Lexicon(boundaries).to(best_device())
    turns, held = learnt.split.train, learnt.split.calibration
    items = [encode(tokenizer, turn.text, turn.context) for turn in turns]
    fit_lexicon(lexicon, turns, items, seed=seed, advance=_count(bar, "lexicon", LABELS))
    own = ask_teacher(network.to(best_device()), tokenizer, held, advance=_count(bar, "calibration rows", len(held)))
    added = read_logits(lexicon, [encode(tokenizer, turn.text, turn.context) for turn in held], best_device())
    lexicon.share_out(fit_shares(own.logits, added, held))
    network.lexicon = lexicon


def first_of_each_writer(turns: Sequence[Turn], count: int | None) -> list[Turn]:
    """Return the first ``count`` turns of each writer, or all."""
    seen: Counter[str] = Counter()
    kept = []
    for turn in turns:
        seen[turn.source] += 1
        if count is None or seen[turn.source] <= count:
            kept.append(turn)
    return kept


def open_network(size: Size, scratch: Path) -> tuple[ReplyNetwork, Tokenizer]:
    """Return fresh heads, drawn by the recipe's seed, on a size's base encoder, and its tokenizer."""
    torch.manual_seed(size.options.seed)
    folder = find_base(size, scratch)
    encoder = load_encoder(str(folder), layers=size.layers)
    network: ReplyNetwork = ReplyNetwork(encoder, vector_layers=size.vector_layers)
    return network, open_tokenizer(folder / "tokenizer.json")


def _open_base(size: Size, scratch: Path) -> Encoder:
    """Return a size's base encoder, whole and untouched: in its space lies the search vector."""
    return load_encoder(str(find_base(size, scratch))).to(best_device())


def _ask(folder: Path, turns: Sequence[Turn], *, bar: Progress) -> SoftLabels:
    """Return what the network of a finished run of the base size says of the turns."""
    teacher, tokenizer = open_network(SIZES["base"], folder)
    teacher.to(best_device())
    teacher.load_state_dict(read_checkpoint(folder, best_device())["network"])
    return ask_teacher(teacher, tokenizer, turns, advance=_count(bar, "asking the teacher", len(turns)))


def calibrate(outputs: Outputs, turns: Sequence[Turn]) -> Calibration:
    """Fit everything that stands between logits and answers on held-out turns."""
    temperatures = {}
    for head in SOFTMAX_HEADS:
        labels = class_index(turns, head)
        judged = labels != MISSING
        temperatures[head] = fit_temperature(outputs[head][judged], labels[judged])
    truth = applies_matrix(turns)
    primary = softmax(outputs["primary"], temperatures["primary"])
    as_primary = log_odds(primary[:, :-1])
    platt = fit_platt(outputs["applies"], truth, beside=as_primary)
    applies = platt.probability(outputs["applies"], as_primary)
    thresholds, _ = fit_thresholds(applies, truth)
    stop = HEADS["applies"].index(Intent.OPT_OUT.value)
    act, review = fit_consent(applies[:, stop], truth[:, stop] == 1, is_look_alike=look_alikes(turns))
    return Calibration(
        temperatures=temperatures,
        platt=platt,
        thresholds=thresholds,
        abstain=fit_abstain(primary, primary_index(turns)),
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


def _run(path: Path, tokenizer: Tokenizer, turns: Sequence[Turn], bar: Progress, name: str) -> Outputs:
    task = bar.add_task(name, total=len(turns))
    items = [encode(tokenizer, t.text, t.context) for t in turns]
    return OnnxRunner(path).run(items, advance=lambda: bar.advance(task))


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def _count(bar: Progress, name: str, total: int | None) -> Callable[[int], None]:
    task = bar.add_task(name, total=total)
    return lambda read: bar.advance(task, read)


def _follow(bar: Progress) -> Callable[[Stand], None]:
    task = bar.add_task("reading the frozen layers", total=None)

    def show(stand: Stand) -> None:
        bar.update(
            task,
            description=f"epoch {stand.epoch}, loss {stand.loss:.2f}, vector {stand.distance:.3f}",
            completed=stand.step,
            total=stand.steps,
        )

    return show
