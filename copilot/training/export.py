"""Export a network: to ONNX, fused for ONNX Runtime and then int8; and in fp32 for the torch backend."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from copilot.training.artefact import INPUTS, OUTPUTS
from copilot.training.network import ReplyNetwork

OPSET: Final = 17


def export_onnx(network: ReplyNetwork, path: Path, *, quantise: bool = True) -> None:
    """Write the network as one ONNX file.

    Attention, embedding and layer norms are fused. Quantised weights are signed 8-bit per channel with a reduced range,
    so that sums do not saturate on processors without VNNI; the heads stay in fp32 (under 1 % of the work).
    """
    network = network.eval().cpu()
    network.encoder.set_attn_implementation("eager")
    example = torch.ones((2, 6), dtype=torch.int64)
    types = torch.tensor([[0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 0]])
    axes = {name: {0: "batch", 1: "length"} for name in INPUTS} | {name: {0: "batch"} for name in OUTPUTS}
    with TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # The fusion patterns know the graphs of the older exporter, which warns of its age.
        plain, fused = Path(scratch) / "plain.onnx", Path(scratch) / "fused.onnx"
        torch.onnx.export(
            network,
            (example, example, types),
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        config = network.encoder.config
        model = optimizer.optimize_model(
            str(plain),
            model_type="bert",
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
            opt_level=0,
        )
        model.save_model_to_file(str(fused if quantise else path))
        if quantise:
            quantize_dynamic(
                fused,
                path,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                nodes_to_exclude=_untouched(fused),
                # Shape inference does not know the fused operators; all their results are floats.
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )


def _untouched(path: Path) -> list[str]:
    """Return the nodes of heads and lexicon, also as the quantiser renames a Gemm when it takes it apart."""
    nodes = onnx.load(str(path)).graph.node
    names = [n.name for n in nodes if any("heads." in name or "lexicon." in name for name in n.input)]
    return names + [f"{name}_MatMul" for name in names]


def export_reference(network: ReplyNetwork, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the fp32 weights that the ``sentence_transformers`` backend reads: ``encoder/`` and ``heads.npz``."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().cpu()
    network.encoder.save_pretrained(folder / "encoder")
    with TemporaryDirectory() as scratch:
        save_tokenizer(tokenizer, Path(scratch) / "tokenizer.json")
        PreTrainedTokenizerFast(tokenizer_file=str(Path(scratch) / "tokenizer.json")).save_pretrained(
            folder / "encoder"
        )
    layers = {**network.heads, "projection": network.projection}
    weights = {f"{name}.weight": layer.weight.detach().numpy() for name, layer in layers.items()}
    biases = {f"{name}.bias": layer.bias.detach().numpy() for name, layer in layers.items()}
    lexicon = {} if network.lexicon is None else dict(network.lexicon.named_buffers())
    np.savez(
        folder / "heads.npz",
        no_context=network.no_context.detach().numpy(),
        vector_layers=np.array(network.vector_layers),
        **weights,
        **biases,
        **{f"lexicon.{name}": value.numpy() for name, value in lexicon.items()},
    )


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Write the tokenizer without truncation and padding; the layout of tokens does both."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(path))
