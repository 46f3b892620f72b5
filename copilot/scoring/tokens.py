"""Token ids of a turn: the artefact's own tokenizer, and the layout shared with training."""

from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from copilot.errors import ArtefactCorruptError
from copilot.text.model_text import find_boundaries, lay_out_tokens, prepare_model_text

DOCUMENT_TOKENS: Final = 256
"""Word pieces of a knowledge item that its vector sees: the length the vector was trained to hold."""


class TurnTokenizer:
    """Reads a tokenizer file once; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Load the tokenizer.

        Raises:
            ArtefactCorruptError: The file is not a tokenizer of this kind.
        """
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises bare Exception for whatever its Rust side meets
            raise ArtefactCorruptError(
                f"{path.parent.name}/{path.name} is not a tokenizer; install it again"
            ) from error
        boundaries = find_boundaries(self._tokenizer.token_to_id)
        if boundaries is None:
            raise ArtefactCorruptError(f"{path.parent.name}/{path.name} lacks [CLS] or [SEP]; install it again")
        self._cls_id, self._sep_id = boundaries

    def read_turn(self, text: str, context: str | None) -> tuple[list[int], list[int]]:
        """Return token ids and token types (0 context, 1 reply) of one turn, equally long."""
        context_ids = self._pieces(context) if context else None
        return lay_out_tokens(context_ids, self._pieces(text), cls_id=self._cls_id, sep_id=self._sep_id)

    def read_document(self, text: str) -> tuple[list[int], list[int]]:
        """Return ids and types of a knowledge item or a query, cut to ``DOCUMENT_TOKENS`` pieces."""
        return lay_out_tokens(None, self._pieces(text)[:DOCUMENT_TOKENS], cls_id=self._cls_id, sep_id=self._sep_id)

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(prepare_model_text(text), add_special_tokens=False).ids
        return ids
