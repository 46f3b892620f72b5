"""The performance benchmark: our service beside the plain stack, both measured in one run."""
