"""The search vector: a linear map from the fine-tuned layers back to where the untouched base encoder puts a text."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertModel

from copilot.training.dataset import Encoded, Turn, cut, encode
from copilot.training.lesson import by_length, tensors
from copilot.training.network import Encoder, ReplyNetwork, pool_layers

SHORT_TEXTS: Final = 12_000
"""Replies, contexts, both together and other texts, of which so many are drawn."""
DOCUMENT_WEIGHT: Final = 6.0
"""Each counts as so many short texts: they are few, and every knowledge item is one."""
PENALTY: Final = 10.0
"""Ridge penalty on the map's distance from zero, in squared units of a feature."""

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Texts, and the unit vectors (n, width) that the untouched base encoder gives them."""

    texts: list[str]
    weights: NDArray[np.float64]
    vectors: NDArray[np.float32]


def read_texts(paths: Iterable[Path], *, limit: int, rng: random.Random) -> list[str]:
    """Read ``text`` of the training rows of JSONL files, an even share of ``limit`` from each."""
    paths = list(paths)
    texts: list[str] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        train = sorted({row["text"] for row in rows if row.get("split", "train") == "train"})
        texts += rng.sample(train, min(len(train), limit // len(paths)))
    return texts


def compose_documents(texts: Sequence[str], *, count: int, rng: random.Random) -> list[str]:
    """Join short texts into Markdown-like paragraphs of 60–200 words, the shape of knowledge items."""
    documents = []
    for _ in range(count if texts else 0):
        title, *lines = rng.choices(texts, k=rng.randint(5, 13))
        shape = rng.randrange(4)
        if shape == 0:
            body = " ".join(lines)
        elif shape == 1:
            body = "\n".join(f"- {line}" for line in lines)
        elif shape == 2:
            half = len(lines) // 2
            body = " ".join(lines[:half]) + f"\n\n## {lines[half]}\n\n" + " ".join(lines[half + 1 :])
        else:
            body = "\n\n".join(f"**{i}.** {line}" for i, line in enumerate(lines, start=1))
        documents.append(f"# {title}\n\n{body}")
    return documents


def choose_landmarks(
    encoder: BertModel,
    tokenizer: Tokenizer,
    turns: Sequence[Turn],
    texts: Sequence[str],
    *,
    seed: int,
    documents: int,
    advance: Report | None = None,
) -> Landmarks:
    """Embed replies, contexts, both together, other texts and composed documents with the base encoder as it came."""
    rng = random.Random(seed)
    alone = sorted({*(t.text for t in turns), *(t.context for t in turns if t.context), *texts})
    together = [f"{t.context} {t.text}" for t in turns if t.context]
    short = rng.sample([*alone, *together], min(SHORT_TEXTS, len(alone) + len(together)))
    composed = compose_documents(alone, count=documents, rng=rng)
    chosen = [*short, *composed]
    weights = np.concatenate([np.ones(len(short)), np.full(len(composed), DOCUMENT_WEIGHT)])
    vectors = embed(encoder, [cut(encode(tokenizer, text)) for text in chosen], advance=advance)
    return Landmarks(chosen, weights, vectors)


def solve_projection(
    network: ReplyNetwork, tokenizer: Tokenizer, landmarks: Landmarks, *, advance: Report | None = None
) -> float:
    """Set the network's search projection to the weighted ridge solution; return the mean cosine it reaches on them."""
    network.eval()
    device = next(network.parameters()).device
    items = [cut(encode(tokenizer, text)) for text in landmarks.texts]
    width = network.projection.in_features + 1
    gram, moment = np.zeros((width, width)), np.zeros((width, network.projection.out_features))
    pooled = np.zeros((len(items), width), dtype=np.float32)
    with torch.inference_mode():
        for rows in by_length(items):
            batch = tensors([items[i] for i in rows], device)
            layers = network.layers(network.embed(batch["input_ids"], batch["token_type_ids"]), batch["attention_mask"])
            features = pool_layers(network.vector_inputs(layers), batch["attention_mask"]).cpu().numpy()
            pooled[rows] = np.concatenate([features, np.ones((len(rows), 1), dtype=np.float32)], axis=1)
            scaled = pooled[rows].astype(np.float64) * landmarks.weights[rows, None]
            gram += scaled.T @ pooled[rows]
            moment += scaled.T @ landmarks.vectors[rows]
            if advance is not None:
                advance(len(rows))
    penalty = np.full(width, PENALTY)
    penalty[-1] = 1e-6
    solution = np.linalg.solve(gram + np.diag(penalty), moment)
    with torch.no_grad():
        network.projection.weight.copy_(torch.from_numpy(solution[:-1].T).to(device, torch.float32))
        network.projection.bias.copy_(torch.from_numpy(solution[-1]).to(device, torch.float32))
    reached = pooled @ solution.astype(np.float32)
    reached /= np.maximum(np.linalg.norm(reached, axis=1, keepdims=True), 1e-12)
    return float(np.average((reached * landmarks.vectors).sum(axis=1), weights=landmarks.weights))


def embed(encoder: Encoder, items: Sequence[Encoded], *, advance: Report | None = None) -> NDArray[np.float32]:
    """Return unit mean-pooled embeddings (n, width) of a frozen encoder, in the order given."""
    encoder.eval()
    device = next(encoder.parameters()).device
    result = np.zeros((len(items), encoder.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for rows in by_length(items):
            batch = tensors([items[i] for i in rows], device)
            states = encoder(**batch).last_hidden_state
            weight = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
            mean = (states * weight).sum(dim=1) / weight.sum(dim=1)
            result[rows] = torch.nn.functional.normalize(mean, dim=1).cpu().numpy()
            if advance is not None:
                advance(len(rows))
    return result
