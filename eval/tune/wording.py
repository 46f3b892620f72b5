"""What a tuning means, in sentences: the same on the terminal and at the top of the policy file."""

from eval.tune.case_table import TUNED
from eval.tune.choose import Tuned


def mixture_text(tuned: Tuned) -> str:
    """Return what traffic the costs hold for."""
    if tuned.hot_share is not None:
        return f"Costs hold where {tuned.hot_share:.1%} of the replies are hot, as stated; the file has another share."
    return (
        f"Costs hold for replies mixed as in the labelled file, {tuned.hot / tuned.rows:.1%} of them hot. "
        "Where fewer of yours are, say so with --hot-share: a page then pays less often."
    )


def verdict_text(tuned: Tuned) -> str:
    """Return what to do, and how sure that is."""
    interval = f"{signed(tuned.difference)} per 1,000 replies, 95 % interval {signed(tuned.low)} … {signed(tuned.high)}"
    return {
        "unchanged": "No other thresholds are cheaper on these rows: keep the present ones.",
        "cheaper": f"Cheaper on rows held out of the choice: {interval}.",
        "dearer": f"Dearer on rows held out of the choice ({interval}): keep the present thresholds.",
        "not_significant": (
            f"Not significant: {interval} contains 0, so {tuned.rows} rows ({tuned.hot} hot) do not show that the "
            "chosen thresholds are better than the present ones. Label more rows, or keep the present ones."
        ),
    }[tuned.verdict]


def thresholds_text(tuned: Tuned) -> str:
    """Return every searched threshold with its present and new value."""
    moves = []
    for name in TUNED:
        before, after = getattr(tuned.policy.thresholds, name), getattr(tuned.thresholds, name)
        moves.append(f"{name} {before:g}" if before == after else f"{name} {before:g} → {after:g}")
    return ", ".join(moves)


def header_lines(tuned: Tuned, *, model: str, revision: str) -> list[str]:
    """Return the comment at the top of a tuned policy file.

    Args:
        tuned: The choice.
        model: Name and version of what read the rows.
        revision: Of the labelled file.
    """
    costs = ", ".join(f"{harm} {amount:g}" for harm, amount in tuned.costs.items())
    return [
        f"Purchase thresholds tuned by cost from {tuned.policy.id}: {thresholds_text(tuned)}.",
        f"Rows: {tuned.rows} ({tuned.hot} hot), revision {revision}, read by {model}.",
        f"Costs: {costs}.",
        f"Expected cost per 1,000 replies: {tuned.present_cost:,.0f} before, {tuned.held_out_cost:,.0f} held out.",
        verdict_text(tuned),
        mixture_text(tuned),
        "Every key is checked at start. A decision records `name@version`: a changed policy needs a new version.",
    ]


def signed(amount: float) -> str:
    """Return a difference with its sign, in whole units of currency."""
    return f"{amount:+,.0f}".replace("-", "−")
