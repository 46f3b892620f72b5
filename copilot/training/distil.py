"""Keep the search vector: texts whose embedding must stay where the frozen base encoder puts it."""

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertModel

from copilot.training.dataset import Encoded, Turn, encode, pad


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


def encode_pair_for_base(tokenizer: Tokenizer, turn: Turn) -> Encoded:
    """Encode context and reply as one text, the way the base encoder reads it."""
    return encode(tokenizer, f"{turn.context} {turn.text}" if turn.context else turn.text)


def embed(encoder: BertModel, items: Sequence[Encoded], *, batch_size: int = 64) -> NDArray[np.float32]:
    """Return unit mean-pooled embeddings (n, width) of a frozen encoder, in the order given."""
    encoder.eval()
    device = next(encoder.parameters()).device
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
    result = np.zeros((len(items), encoder.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch = {k: torch.from_numpy(v).to(device) for k, v in pad([items[i] for i in rows]).items()}
            states = encoder(**batch).last_hidden_state
            weight = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
            mean = (states * weight).sum(dim=1) / weight.sum(dim=1)
            result[rows] = torch.nn.functional.normalize(mean, dim=1).cpu().numpy()
    return result
