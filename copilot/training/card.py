"""Write an artefact's model card, licence note and attribution from its manifest: no number is typed twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from copilot.training.dataset import REAL

LICENCE = """Copyright the authors of this project.

The artefact in this folder is licensed under the Apache License, Version 2.0; the full text is the file LICENSE at the
root of the repository, and at https://www.apache.org/licenses/LICENSE-2.0. Its base weights are third-party work under
the same licence: see NOTICE.
"""

NOTICE = """This artefact is a modified form of the model {model}
  upstream:  https://huggingface.co/{upstream}
  licence:   Apache-2.0
  taken from the Python package {package} {version}

Changes: {changes}fine-tuned on business replies, given new output layers, fused and quantised to 8-bit integers.
tokenizer.json is the upstream tokenizer with truncation and padding switched off.

Training texts that are not this project's own, and are not contained in this folder:
{sources}"""

SOURCES: Final = {
    "banking77": "BANKING77    PolyAI, CC BY 4.0           https://github.com/PolyAI-LDN/task-specific-datasets",
    "casino": "CaSiNo       K. Chawla et al., CC BY 4.0  https://github.com/kushalchawla/CaSiNo",
    "clinc150": "CLINC150     Clinc, CC BY 3.0             https://github.com/clinc/oos-eval",
    "goemotions": "GoEmotions   Google Research, Apache-2.0   https://github.com/google-research/google-research",
    "hwu64": "HWU64        X. Liu et al., CC BY 4.0     https://github.com/xliuhw/NLU-Evaluation-Data",
    "multidogo": "MultiDoGO    Amazon, CDLA-Permissive-1.0  https://github.com/awslabs/multi-domain-goal-oriented-dialogues-dataset",
    "nlupp": "NLU++        PolyAI, CC BY 4.0            https://github.com/PolyAI-LDN/task-specific-datasets",
    "vader_ratings": "VADER        C. Hutto, MIT                https://pypi.org/project/vaderSentiment",
}
"""Attribution of each public set, by its name in a manifest's ``rows``."""

PLACED_BY: Final = ("banking77", "clinc150")
"""Sets whose unlabelled texts place the search vector."""

CARD = """# {name} {version}

One encoder that reads a customer's text message with the message it answers, and gives in a single pass: the
primary intent (31, and out of scope), every intent that applies, sentiment, emotion, urgency, purchase signal, and a
{dimension}-dimensional search vector. {size:.1f} MB, int8, ONNX Runtime on a CPU; no network, no GPU.

**Its training and test turns were written and labelled by machine**, by language models under different briefs. No
customer's text was used, and no person has checked the labels. Numbers on them say how well the model learnt the
written guide, not how well it reads your customers: measure on your own replies before it decides anything.

## How it was made
- Base: `{upstream}` ({licence}), {parameters} parameters as kept, from the package `{package}` {base_version}; word
  table frozen.
- Written turns: {rows_train:,} of the writers {train}. Split by writer, never by row.
{real}{public}{taught}\
- Lexicon: linear support vector machines on words and pairs of words, reply and context apart, hashed
  into {buckets:,} buckets of 8-bit weights; fitted on the written and real turns. \
Its answers are added to the heads' as
  far as the calibration writers say.
{remark}- Search vector: a linear map of the layers' means, held to where the untouched base encoder, all its
  layers, puts the same text, over a sample of the turns, of the training texts of BANKING77 (CC BY 4.0) and
  CLINC150 (CC BY 3.0) without their labels, and of documents composed of all these.
- {epochs} epochs, seed {seed}; exported, fused, quantised (dynamic, signed 8-bit, per channel, reduced range; heads
  fp32, their sums with the lexicon too).
- Calibrated on the exported file with {rows_calibration:,} turns of writers {calibration}: temperatures, one logistic
  map for each intent, thresholds, the abstain rule, the two opt-out thresholds, and the lexicon's share in each head.
  They trained no other weight.
- Measured on the exported file, one turn a pass, on writers {test}, who trained and calibrated nothing; on
  `replies_public`'s written and real rows, which trained and tuned nothing.

Made again by `sms-copilot train`; measured again by `python -m copilot.training.measure`, and in full by `make eval`.

## What it scores
{table}

- *Macro-F1 of the primary*: choosing among the 31 on in-scope turns; where a public row names several acceptable
  primaries, any is right. *With out of scope*: among all 32, on every turn.
- *Stops*: the model tier alone. Keywords and phrases act before it and are not counted here.
- A rate of k of n below thirty says little; read the n.
{retrieval}{int8}
## Abstaining and stopping
The primary is withheld when P(out of scope) ≥ {oos}, or when the best intent is below {tau}. An opt-out acts on its own
at P ≥ {act} and is held for a person from {review}. Rules and formulas read these from `manifest.json`.

## Limits
- English first. The word table is lower-case English; Spanish, French, German and Portuguese are learnt from a few
  training writers' turns, and no held-out turns measure them. Other languages should be refused, not scored.
- It fits the writers it learnt from far better than new ones: of all 32 primaries it gets {seen:.1%} of a sample of its
  training turns right, {unseen:.1%} of the calibration writers'. More writers, not more epochs, are the next thing to
  try.
- Indirect stops without a stop word ("swear to god if I get one more") are often below the act threshold, and some
  below the review threshold.
- Rare labels are thin: {rare}.
- It sees one message back. A reply whose meaning lies further back cannot be read; sarcasm is not measured apart.
- Probabilities are calibrated on written turns; a live stream has other shares of labels. Watch the abstention rate.
- It is not a consent system: the law is kept by keyword rules that work with this model broken.

## Licence
Apache-2.0 (LICENSE); base weights and data in NOTICE.
"""

RELABELLED = """- Real turns, written by people for other purposes and labelled anew by our guide, by machine
  ({sets}).
"""

MAPPED = """- Public turns, written by people for other purposes, their labels mapped to ours by a table in code where
  the meaning fits ({sets}); a head their set does not judge is masked. NOTICE names their licences.
"""

TAUGHT = """- Taught by the base size: half of a batch's loss is the distance to what the larger network says of its
  written turns, and of their short replies put after the context of another turn.
"""

RARE = "`urgency` beyond `none` is 4 % of turns, `excitement` 1 %"


def write_card(folder: Path, manifest: dict[str, Any]) -> None:
    """Write README.md, LICENSE and NOTICE into an artefact folder from its manifest, metrics filled in."""
    base, writers, metrics, rows = manifest["base"], manifest["writers"], manifest["metrics"], manifest["rows"]
    text = CARD.format(
        name=manifest["name"],
        version=manifest["version"],
        dimension=manifest["vector_dimension"],
        size=(folder / "model.onnx").stat().st_size / 1e6,
        upstream=base["upstream"],
        licence=base["licence"],
        parameters=base["parameters"],
        package=base["package"],
        base_version=base["version"],
        rows_train=rows["train"],
        rows_calibration=rows["calibration"],
        train=", ".join(writer for writer in writers["train"] if not writer.startswith(REAL)),
        calibration=", ".join(writers["calibration"]),
        test=", ".join(writers["test"]),
        real=_of_sets(RELABELLED, rows["real"]),
        public=_of_sets(MAPPED, rows["public"]),
        buckets=manifest["lexicon_buckets"],
        taught=TAUGHT if manifest["taught"] else "",
        remark=f"- {manifest['remark']}\n" if manifest["remark"] else "",
        epochs=manifest["epochs"],
        seed=manifest["seed"],
        table=_table(metrics),
        retrieval=_retrieval(metrics.get("stackfaq")),
        int8=_int8(metrics.get("int8_agreement")),
        oos=manifest["abstain"]["out_of_scope_threshold"],
        tau=manifest["abstain"]["tau"],
        act=manifest["consent"]["act_threshold"],
        review=manifest["consent"]["review_threshold"],
        rare=RARE,
        seen=metrics["primary_accuracy_32"]["training_examples"],
        unseen=metrics["primary_accuracy_32"]["calibration_int8"],
    )
    model = base["upstream"].rsplit("/", 1)[-1]
    notice = NOTICE.format(
        model=model,
        upstream=base["upstream"],
        package=base["package"],
        version=base["version"],
        changes="layers removed, " if manifest["base"].get("is_cut") else "",
        sources="".join(f"  {SOURCES[name]}\n" for name in sorted({*PLACED_BY, *rows["real"], *rows["public"]})),
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "LICENSE").write_text(LICENCE, encoding="utf-8")
    (folder / "NOTICE").write_text(notice, encoding="utf-8")


def _of_sets(paragraph: str, rows: dict[str, int]) -> str:
    """Return a paragraph that names sets and their rows; nothing where there are none."""
    return paragraph.format(sets=", ".join(f"{name} {count:,}" for name, count in rows.items())) if rows else ""


def _table(metrics: dict[str, Any]) -> str:
    titles = {"test_writers": "held-out writers", "public_written": "public, written", "public_real": "public, real"}
    groups = [metrics[name] for name in titles if name in metrics]
    names = [title for name, title in titles.items() if name in metrics]
    rows: list[tuple[str, Callable[[dict[str, Any]], str]]] = [
        ("turns", lambda g: f"{g['rows']:,}"),
        ("primary, macro-F1", lambda g: _number(g["primary_macro_f1"])),
        ("primary, accuracy", lambda g: _number(g["primary_accuracy"])),
        ("primary with out of scope, macro-F1", lambda g: _number(g["primary_macro_f1_with_out_of_scope"])),
        ("all intents, micro-F1", lambda g: _number(g["intents_micro_f1"])),
        ("answered, in scope", lambda g: _share(g["in_scope_answered"])),
        ("accuracy where answered, in scope", lambda g: _number(g["accuracy_answered_in_scope"])),
        ("abstained, out of scope", lambda g: _share(g["out_of_scope_abstained"])),
        ("out of scope, AUROC", lambda g: _number(g["out_of_scope_auroc"])),
        ("calibration error before → after", lambda g: f"{g['ece_before']:.3f} → {g['ece_after']:.3f}"),
        ("opt-outs stopped", lambda g: _share(g["opt_out"]["act_recall"])),
        ("opt-outs stopped or held", lambda g: _share(g["opt_out"]["act_or_review_recall"])),
        ("false stops", lambda g: _share(g["opt_out"]["act_false_stops"])),
        ("held needlessly", lambda g: _share(g["opt_out"]["held_needlessly"])),
        ("sentiment, macro-F1", lambda g: _number(g["sentiment_macro_f1"])),
        ("emotion, macro-F1", lambda g: _number(g["emotion_macro_f1"])),
        ("urgency, macro-F1", lambda g: _number(g["urgency_macro_f1"])),
        ("purchase, macro-F1", lambda g: _number(g["purchase_macro_f1"])),
        ("purchase moderate or strong, AUROC", lambda g: _number(g["purchase_auroc"])),
    ]
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {title} | {' | '.join(show(g) for g in groups)} |" for title, show in rows]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _share(value: dict[str, int]) -> str:
    return f"{value['k']} of {value['n']}" + (f" ({value['k'] / value['n']:.1%})" if value["n"] >= 30 else "")


def _retrieval(faq: dict[str, Any] | None) -> str:
    if faq is None:
        return ""
    base = f"; the untouched base encoder in fp32 {faq['base_mrr_at_10']:.3f}" if "base_mrr_at_10" in faq else ""
    return (
        f"- Search: MRR@10 {faq['mrr_at_10']:.3f} for {faq['queries']:,} questions over {faq['documents']} FAQ threads "
        f"(StackFAQ, CC BY-SA, never trained on){base}.\n"
    )


def _int8(same: dict[str, float] | None) -> str:
    if same is None:
        return ""
    heads = ", ".join(f"{head} {share:.1%}" for head, share in same.items() if head != "vector_cosine")
    cosine = same["vector_cosine"]
    return f"- int8 gives the label of fp32 on the calibration turns: {heads}; mean cosine of vectors {cosine:.4f}.\n"
