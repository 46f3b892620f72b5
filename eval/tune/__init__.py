"""Policy thresholds chosen by what wrong decisions cost."""
