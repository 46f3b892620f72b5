"""Public sets of human text, mapped to our labels where the meaning fits."""

from copilot.training.public.read import read_public_turns

__all__ = ["read_public_turns"]
