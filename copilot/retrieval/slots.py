"""The braces of a body are checked where it enters the library, so that no draft meets a broken one."""

from copilot.text.slot_template import template_errors


def check_braces(body: str) -> list[str]:
    """Return one message for each wrong brace; empty when every ``{…}`` is a slot. No message quotes the body."""
    return [str(error) for error in template_errors(body)]
