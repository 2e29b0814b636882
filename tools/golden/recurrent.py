"""Cells and layers of PyTorch: outputs, final states and all gradients of a weighted sum of everything that comes out."""

import itertools

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from case import Case, draw

KINDS = {"rnn": 1, "rnn-relu": 1, "lstm": 4, "gru": 3}
SEED = 1000


def cells(seed=SEED):
    rows, inputs, hidden = 4, 3, 5
    for index, (kind, gates) in enumerate(KINDS.items()):
        def given(random):
            return {
                "input": draw(random, rows, inputs, low=-1.5, high=1.5),
                "parameter.weight_ih": draw(random, gates * hidden, inputs),
                "parameter.weight_hh": draw(random, gates * hidden, hidden),
                "parameter.bias_ih": draw(random, gates * hidden),
                "parameter.bias_hh": draw(random, gates * hidden),
                **states(random, kind, (rows, hidden)),
            }

        def compute(type, tensors):
            module = {
                "rnn": lambda: torch.nn.RNNCell(inputs, hidden),
                "rnn-relu": lambda: torch.nn.RNNCell(inputs, hidden, nonlinearity="relu"),
                "lstm": lambda: torch.nn.LSTMCell(inputs, hidden),
                "gru": lambda: torch.nn.GRUCell(inputs, hidden),
            }[kind]().to(type)
            load(module, tensors)
            input, initial = leaves(tensors)
            final = module(input, initial)
            final = final if kind == "lstm" else (final,)
            return results(module, tensors, input, initial, {"final.hidden": final[0]} | cell_of(final))

        options = {"kind": kind, "form": "cell", "inputSize": inputs, "hiddenSize": hidden}
        yield well_conditioned(kind, f"cell-{kind}", options, given, compute, seed + index)


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


def layer_case(kind, name, sizes, count, lengths, seed, directions=1):
    rows, steps, inputs, hidden = sizes["rows"], sizes["steps"], sizes["inputs"], sizes["hidden"]
    gates = KINDS[kind]
    # Larger networks get smaller weights: the gates stay unsaturated and relu does not grow without bound.
    bound = 0.6 if hidden < 10 else 0.2

    def given(random):
        values = {"input": draw(random, rows, steps, inputs, low=-1.5, high=1.5)}
        for layer, suffix in itertools.product(range(count), ("", "_reverse")[:directions]):
            width = inputs if layer == 0 else directions * hidden
            values |= {
                f"parameter.weight_ih_l{layer}{suffix}": draw(random, gates * hidden, width, low=-bound, high=bound),
                f"parameter.weight_hh_l{layer}{suffix}": draw(random, gates * hidden, hidden, low=-bound, high=bound),
                f"parameter.bias_ih_l{layer}{suffix}": draw(random, gates * hidden),
                f"parameter.bias_hh_l{layer}{suffix}": draw(random, gates * hidden),
            }
        values |= states(random, kind, (count * directions, rows, hidden))
        values["lossWeight.output"] = draw(random, rows, steps, directions * hidden, low=-1, high=1)
        if lengths:
            values["lengths"] = np.array(lengths, np.int32)
        return values

    def compute(type, tensors):
        arguments = {"num_layers": count, "batch_first": True, "bidirectional": directions == 2}
        module = {
            "rnn": lambda: torch.nn.RNN(inputs, hidden, **arguments),
            "rnn-relu": lambda: torch.nn.RNN(inputs, hidden, nonlinearity="relu", **arguments),
            "lstm": lambda: torch.nn.LSTM(inputs, hidden, **arguments),
            "gru": lambda: torch.nn.GRU(inputs, hidden, **arguments),
        }[kind]().to(type)
        load(module, tensors)
        input, initial = leaves(tensors)
        if lengths:
            packed = pack_padded_sequence(input, lengths, batch_first=True, enforce_sorted=False)
            output, final = module(packed, initial)
            output, _ = pad_packed_sequence(output, batch_first=True, total_length=steps)
        else:
            output, final = module(input, initial)
        final = final if kind == "lstm" else (final,)
        named = {"output": output, "final.hidden": final[0]} | cell_of(final)
        return results(module, tensors, input, initial, named)

    form = "layers" if directions == 1 else "bidirectional"
    options = {"kind": kind, "form": form, "layers": count, "inputSize": inputs, "hiddenSize": hidden}
    return well_conditioned(kind, name, options, given, compute, seed)


def states(random, kind, shape):
    """Initial states and the weights of the final states in the loss."""
    names = ["hidden", "cell"] if kind == "lstm" else ["hidden"]
    values = {f"initial.{name}": draw(random, *shape, low=-0.9, high=0.9) for name in names}
    return values | {f"lossWeight.final.{name}": draw(random, *shape, low=-1, high=1) for name in names}


def load(module, tensors):
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(tensors["parameter." + name])


def leaves(tensors):
    input = tensors["input"].requires_grad_()
    initial = [tensors[n].requires_grad_() for n in ("initial.hidden", "initial.cell") if n in tensors]
    return input, tuple(initial) if len(initial) == 2 else initial[0]


def cell_of(final):
    return {"final.cell": final[1]} if len(final) == 2 else {}


def results(module, tensors, input, initial, named):
    loss = sum((value * tensors["lossWeight." + name]).sum() for name, value in named.items())
    loss.backward()
    gradients = {"gradient.input": input.grad}
    initial = initial if isinstance(initial, tuple) else (initial,)
    gradients |= dict(zip(("gradient.initial.hidden", "gradient.initial.cell"), (s.grad for s in initial)))
    gradients |= {"gradient.parameter." + n: p.grad for n, p in module.named_parameters()}
    return named | {"loss": loss} | gradients


def well_conditioned(kind, name, options, given, compute, seed):
    """Draws anew until rounding decides nothing: no relu unit near its kink, where it would choose the other
    slope, and no loss near zero, where what is left after cancellation is mostly rounding."""
    for attempt in range(10_000):
        values = given(np.random.default_rng([seed, attempt]))
        if kind == "rnn-relu" and relu_margin(values) < 1e-5:
            continue
        case = Case("recurrent", name, options | {"seed": f"{seed},{attempt}"}).record(values, compute)
        if abs(case.expected["loss"]) > 1:
            return case
    raise AssertionError(f"{name}: no draw is well conditioned")


def relu_margin(values):
    """The smallest distance of any unit from relu's kink, relative to the largest value."""
    cell = "parameter.weight_ih" in values
    suffixes = [""] if cell else [f"_l{i}" for i in range(len(values["initial.hidden"]))]
    sequence = values["input"][:, None] if cell else values["input"]
    sequence, smallest, largest = sequence.astype(np.float64), np.inf, 0
    for layer, suffix in enumerate(suffixes):
        weights = [values[f"parameter.{n}{suffix}"].astype(np.float64) for n in ("weight_ih", "weight_hh")]
        bias = values["parameter.bias_ih" + suffix].astype(np.float64) + values["parameter.bias_hh" + suffix]
        hidden = values["initial.hidden"].astype(np.float64)
        hidden = hidden if cell else hidden[layer]
        outputs = []
        for step in range(sequence.shape[1]):
            before = sequence[:, step] @ weights[0].T + hidden @ weights[1].T + bias
            smallest, largest = min(smallest, np.abs(before).min()), max(largest, np.abs(before).max())
            hidden = np.maximum(before, 0)
            outputs.append(hidden)
        sequence = np.stack(outputs, 1)
    return smallest / largest


def cases():
    yield from cells()
    yield from layers()
