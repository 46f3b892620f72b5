"""Other ways of reading replies, trained on the same turns, for the same table."""

from eval.peer.registry import PEER_NAMES, build_peers

__all__ = ["PEER_NAMES", "build_peers"]
