"""``python -m copilot.cli``."""

from copilot.cli import main

if __name__ == "__main__":
    main()
