"""Cells and layers of PyTorch: outputs, final states and all gradients of a weighted sum of everything that comes out."""

import numpy as np

from case import Case
from network import Network

KINDS = ("rnn", "rnn-relu", "lstm", "gru")
SEED = 1000


def cells(seed=SEED):
    for index, kind in enumerate(KINDS):
        options = {"kind": kind, "form": "cell", "inputSize": 3, "hiddenSize": 5}
        yield well_conditioned(f"cell-{kind}", options, Network(kind, rows=4, inputs=3, hidden=5), seed + index)


def layers(seed=SEED):
    small = {"rows": 4, "steps": 6, "inputs": 3, "hidden": 5}
    # Wide enough for several vectors, tiles and a remainder of each.
    wide = {"rows": 7, "steps": 9, "inputs": 19, "hidden": 37}
    index = 100
    for kind in KINDS:
        for name, sizes, count, lengths in (
            ("layers1", small, 1, None),
            ("layers3", small, 3, None),
            ("layers2-wide", wide, 2, None),
            ("layers1-lengths", small, 1, [4, 6, 1, 3]),
            ("layers3-lengths", small, 3, [2, 1, 6, 5]),
        ):
            index += 1
            yield layer_case(kind, f"{name}-{kind}", sizes, count, lengths, seed + index)
    index = 200
    for kind in ("rnn", "lstm", "gru"):
        for name, count, lengths in (("both2", 2, None), ("both2-lengths", 2, [4, 6, 1, 3])):
            index += 1
            yield layer_case(kind, f"{name}-{kind}", small, count, lengths, seed + index, directions=2)


def arguments(seed=SEED):
    """Of PyTorch's constructors, beyond sizes and layers."""
    small = {"rows": 4, "steps": 6, "inputs": 3, "hidden": 5}
    lengths = [4, 6, 1, 3]
    index = 300
    for kind in KINDS:
        index += 1
        options = {"kind": kind, "form": "cell", "inputSize": 3, "hiddenSize": 5, "bias": False}
        network = Network(kind, rows=4, inputs=3, hidden=5, bias=False)
        yield well_conditioned(f"cell-no-bias-{kind}", options, network, seed + index)
        index += 1
        yield layer_case(kind, f"both2-no-bias-{kind}", small, 2, lengths, seed + index, directions=2, bias=False)
    for name, count, directions in (("layers1", 1, 1), ("layers2", 2, 1), ("both1", 1, 2), ("both2", 2, 2)):
        index += 1
        yield layer_case("lstm", f"{name}-projection-lstm", small, count, None, seed + index, directions, proj_size=2)
    index += 1
    yield layer_case("lstm", "both2-lengths-projection-no-bias-lstm", small, 2, lengths, seed + index, 2, proj_size=2, bias=False)


def packed(seed=SEED):
    """Input as PackedSequence, and output: rows that it sorted (enforce_sorted=False), and rows that came sorted."""
    small = {"rows": 5, "steps": 6, "inputs": 3, "hidden": 4}
    index = 400
    for kind in ("rnn", "lstm", "gru"):
        for name, lengths in (("packed", [2, 6, 1, 5, 2]), ("packed-sorted", [6, 4, 3, 3, 1])):
            index += 1
            yield layer_case(kind, f"{name}-{kind}", small, 2, lengths, seed + index, 2, packed=True)


def layer_case(kind, name, sizes, count, lengths, seed, directions=1, **arguments):
    network = Network(kind, **sizes, layers=count, directions=directions, lengths=lengths, **arguments)
    arguments.pop("packed", None)
    form = "layers" if directions == 1 else "bidirectional"
    options = {"kind": kind, "form": form, "layers": count, "inputSize": network.inputs, "hiddenSize": network.hidden}
    return well_conditioned(name, options | arguments, network, seed)


def well_conditioned(name, options, network, seed):
    """Draws anew until rounding decides nothing: no relu unit near its kink, where it would choose the other
    slope, and no loss near zero, where what is left after cancellation is mostly rounding."""
    for attempt in range(10_000):
        values = network.given(np.random.default_rng([seed, attempt]))
        if network.kink_margin(values) < 1e-5:
            continue
        case = Case("recurrent", name, options | {"seed": f"{seed},{attempt}"}).record(values, network.compute)
        if abs(case.expected["loss"]) > 1:
            return case
    raise AssertionError(f"{name}: no draw is well conditioned")


def cases():
    yield from cells()
    yield from layers()
    yield from arguments()
    yield from packed()
