"""What PyTorch lacks: cells, options and ways to run from the papers' equations (`papers.py`), with all gradients. Layers of
two directions over sequences of unequal length, one of them empty, unless a case says otherwise."""

import zlib

import numpy as np

import papers
from case import Case, draw, relative_error
from network import Network

SEED = 7000
ROWS, STEPS, INPUTS, HIDDEN, PROJECTION, OUTPUTS = 4, 5, 3, 6, 2, 7
LENGTHS = [5, 0, 2, 4]
BOTH, FORWARD, BACKWARD = (False, True), (False,), (True,)

ONE, NONE = {"bias": "one"}, {"bias": "none"}
NORM = {"layerNorm": True}
KERAS_GRU = {"reset": "before", "update": "keeps state"}
GRU = {"reset": "after", "update": "keeps state"}
LSTM_FUNCTIONS = {
    "inputGate": "hard sigmoid", "forgetGate": "softsign", "candidate": "silu", "outputGate": "sigmoid", "cell": "hard tanh"
}
DROPPED = {"inputDropout": 0.3, "recurrentDropout": 0.4, "weightDropout": 0.2}


def keras(activation, *gates, recurrent="hard sigmoid"):
    return dict.fromkeys(gates, recurrent) | {"bias": "one"} | activation


# Name, and options: of the cell; how it is run.
OPTIONS = {
    "elman-one-bias": {"kind": "elman"} | ONE,
    "elman-relu-one-bias": {"kind": "elman", "activation": "relu"} | ONE,
    "elman-no-bias": {"kind": "elman"} | NONE,
    "elman-norm": {"kind": "elman"} | NORM,
    "lstm-one-bias": {"kind": "lstm"} | ONE,
    "lstm-relu": {"kind": "lstm"} | keras({"candidate": "relu", "cell": "relu"}),
    "lstm-hard-sigmoid": {"kind": "lstm"} | keras({}, "inputGate", "forgetGate", "outputGate"),
    "lstm-hard-sigmoid-fifth":
        {"kind": "lstm"} | keras({}, "inputGate", "forgetGate", "outputGate", recurrent="hard sigmoid fifth"),
    "lstm-function-each": {"kind": "lstm"} | LSTM_FUNCTIONS,
    "lstm-peepholes": {"kind": "lstm", "peepholes": True},
    "lstm-coupled": {"kind": "lstm", "coupledGates": True},
    "lstm-coupled-peepholes": {"kind": "lstm", "coupledGates": True, "peepholes": True} | ONE,
    "lstm-projection": {"kind": "lstm", "projection": PROJECTION},
    "lstm-clip": {"kind": "lstm", "cellClip": 0.4},
    "lstm-norm": {"kind": "lstm"} | NORM,
    "lstm-norm-coupled-no-bias": {"kind": "lstm", "coupledGates": True} | NORM | NONE,
    "lstm-all": {"kind": "lstm", "peepholes": True, "projection": PROJECTION, "cellClip": 0.5} | NORM | ONE,
    "gru-one-bias-before": {"kind": "gru"} | KERAS_GRU | ONE,
    "gru-one-bias-after": {"kind": "gru"} | GRU | ONE,
    "gru-no-bias-before": {"kind": "gru"} | KERAS_GRU | NONE,
    "gru-before": {"kind": "gru"} | KERAS_GRU,
    "gru-after-takes-candidate": {"kind": "gru"} | GRU | {"update": "takes candidate"},
    "gru-before-takes-candidate": {"kind": "gru"} | KERAS_GRU | {"update": "takes candidate"},
    "gru-relu-hard-sigmoid": {"kind": "gru"} | GRU | keras({"candidate": "relu"}, "resetGate", "updateGate") | {"bias": "two"},
    "gru-function-each":
        {"kind": "gru"} | KERAS_GRU | {"resetGate": "hard sigmoid", "updateGate": "sigmoid", "candidate": "gelu tanh"},
    "gru-norm-after": {"kind": "gru"} | GRU | NORM,
    "gru-norm-before": {"kind": "gru"} | KERAS_GRU | NORM | ONE,
    "jordan": {"kind": "jordan"} | ONE,
    "jordan-relu-tanh": {"kind": "jordan", "activation": "relu", "outputActivation": "tanh"},
    "jordan-norm": {"kind": "jordan"} | NORM,
    "minimal": {"kind": "minimal"},
    "minimal-norm-one-bias": {"kind": "minimal"} | NORM | ONE,
    "independent": {"kind": "independent"} | ONE,
    "independent-tanh": {"kind": "independent", "activation": "tanh"} | ONE,
    "zoneout-lstm-inference": {"kind": "lstm", "zoneout": [0.2, 0.4]},
    "zoneout-gru-inference": {"kind": "gru", "zoneout": [0.3]} | GRU,
    "zoneout-lstm": {"kind": "lstm", "zoneout": [0.3, 0.5], "training": True},
    "zoneout-gru": {"kind": "gru", "zoneout": [0.4], "training": True} | GRU,
    "dropouts-lstm": {"kind": "lstm", "training": True} | DROPPED,
    "dropouts-gru-after": {"kind": "gru", "training": True} | GRU | DROPPED,
    "dropouts-gru-before": {"kind": "gru", "training": True} | KERAS_GRU | DROPPED,
    "dropouts-elman": {"kind": "elman", "training": True} | DROPPED,
    "learned-start-elman": {"kind": "elman", "learnedStart": True},
    "learned-start-lstm-coupled": {"kind": "lstm", "coupledGates": True, "learnedStart": True},
    "learned-start-jordan": {"kind": "jordan", "learnedStart": True} | ONE,
    "residual-gru": {"kind": "gru", "layers": 3, "residual": True} | GRU,
    "residual-lstm": {"kind": "lstm", "layers": 2, "residual": True, "directions": FORWARD},
    "last-output-elman": {"kind": "elman", "skippedSteps": "last output", "directions": FORWARD},
    "last-output-lstm-reversed": {"kind": "lstm", "skippedSteps": "last output", "directions": BACKWARD},
    "reversed-gru": {"kind": "gru", "directions": BACKWARD} | GRU,
    "sum-elman": {"kind": "elman", "merge": "sum"},
    "average-lstm": {"kind": "lstm", "merge": "average"},
    "product-gru": {"kind": "gru", "merge": "product"} | GRU,
}

# The cells that PyTorch has too: with them the equations' way to be run is checked.
ANCHORS = {
    "rnn": {"kind": "elman"},
    "rnn-relu": {"kind": "elman", "activation": "relu"},
    "lstm": {"kind": "lstm"},
    "gru": {"kind": "gru"} | GRU,
}


def states(options, projection):
    """The length of each state."""
    if options["kind"] == "jordan":
        return {"output": OUTPUTS}
    hidden = {"hidden": projection or HIDDEN}
    return hidden | ({"cell": HIDDEN} if options["kind"] == "lstm" else {})


def shapes(options, inputs):
    """Of a cell's parameters."""
    gates = {"elman": 1, "jordan": 1, "lstm": 3 if "coupledGates" in options else 4, "gru": 3, "minimal": 2, "independent": 1}
    size = gates[options["kind"]] * HIDDEN
    fed_back = next(iter(states(options, options.get("projection")).values()))
    result = {"weight_ih": (size, inputs), "weight_hh": (size, fed_back)}
    if options["kind"] == "independent":
        result["weight_hh"] = (HIDDEN,)
    match options.get("bias", "two"):
        case "two":
            result |= {"bias_ih": (size,), "bias_hh": (size,)}
        case "one":
            result |= {"bias": (size,)}
    if "layerNorm" in options:
        result |= {f"norm_{what}_{side}": (size,) for side in ("ih", "hh") for what in ("weight", "bias")}
        if options["kind"] == "lstm":
            result |= {"norm_weight_cell": (HIDDEN,), "norm_bias_cell": (HIDDEN,)}
    if "peepholes" in options:
        result["peephole"] = ((2 if "coupledGates" in options else 3) * HIDDEN,)
    if "projection" in options:
        result["weight_hr"] = (options["projection"], HIDDEN)
    if options["kind"] == "jordan":
        result |= {"weight_ho": (OUTPUTS, HIDDEN), "bias_ho": (OUTPUTS,)}
    if "learnedStart" in options:
        result |= {f"start_{name}": (length,) for name, length in states(options, options.get("projection")).items()}
    return result


def masks(random, options):
    """0 with a probability of the rate; of what drops, the others are 1 / (1 - rate)."""
    drawn = {}
    for name, rate in options.items():
        match name:
            case "zoneout":
                for state, (of, length) in zip(rate, states(options, None).items()):
                    drawn[f"mask.zoneout.{of}"] = random.random((ROWS, STEPS, length)) >= state
            case "inputDropout":
                drawn["mask.inputDropout"] = (random.random((ROWS, INPUTS)) >= rate) / (1 - rate)
            case "recurrentDropout":
                drawn["mask.recurrentDropout"] = (random.random((ROWS, HIDDEN)) >= rate) / (1 - rate)
            case "weightDropout":
                drawn["mask.weightDropout"] = (random.random(shapes(options, INPUTS)["weight_hh"]) >= rate) / (1 - rate)
    return {name: mask.astype(np.float32) for name, mask in drawn.items()}


def given(random, options, directions, lengths):
    layers = options.get("layers", 1)
    lengths_of_states = states(options, options.get("projection"))
    output = next(iter(lengths_of_states.values()))
    width = output * (len(directions) if options.get("merge", "concatenate") == "concatenate" else 1)
    values = {"input": draw(random, ROWS, STEPS, INPUTS, low=-1.5, high=1.5)}
    for layer in range(layers):
        for suffix in ("", "_reverse")[: len(directions)]:
            for name, shape in shapes(options, INPUTS if layer == 0 else width).items():
                bound = 2.5 if any("hard sigmoid" in str(function) for function in options.values()) else 0.6
                around = (0.5, 1.5) if name.startswith("norm_weight") else (-bound, bound)
                values[f"parameter.{name}_l{layer}{suffix}"] = draw(random, *shape, low=around[0], high=around[1])
    for name, length in lengths_of_states.items():
        shape = (layers * len(directions), ROWS, length)
        if "learnedStart" not in options:
            values[f"initial.{name}"] = draw(random, *shape, low=-0.9, high=0.9)
        values[f"lossWeight.final.{name}"] = draw(random, *shape, low=-1, high=1)
    values["lossWeight.output"] = draw(random, ROWS, STEPS, width, low=-1, high=1)
    if lengths:
        values["lengths"] = np.array(lengths, np.int32)
    return values


def reference(name, options, seed):
    """Draws anew until rounding decides nothing: no number near a kink, no loss near zero. Numbers are on both sides of each
    kink, for which those of hard sigmoids have to be larger."""
    training = "training" in options
    directions = options.get("directions", FORWARD if training else BOTH)
    lengths = None if training else LENGTHS
    for attempt in range(10_000):
        random = np.random.default_rng([seed, attempt])
        values = given(random, options, directions, lengths)
        if training:
            values |= masks(random, options)
        papers.Kinks.forget()
        expected = papers.results(values, options, directions, lengths or [STEPS] * ROWS)
        if papers.Kinks.tell_apart() and abs(expected["loss"]) > 1:
            break
    form = {BOTH: "bidirectional", FORWARD: "layers", BACKWARD: "reversed"}[directions]
    said = {n: " ".join(map(str, v)) if isinstance(v, list) else v for n, v in options.items() if n != "directions"}
    said |= {"form": form, "inputSize": INPUTS, "hiddenSize": HIDDEN, "seed": f"{seed},{attempt}"}
    if options["kind"] == "jordan":
        said["outputSize"] = OUTPUTS
    return Case("cells", name, {"layers": 1, "bias": "two"} | said).record_reference(values, expected)


def check_against_pytorch():
    for index, (kind, options) in enumerate(ANCHORS.items()):
        for projection in (0, PROJECTION) if kind == "lstm" else (0,):
            arguments = {"proj_size": projection} if projection else {}
            if projection:
                options = options | {"projection": projection}
            lengths = [5, 1, 2, 4]
            torchs = Network(kind, ROWS, INPUTS, HIDDEN, steps=STEPS, layers=2, directions=2, lengths=lengths, **arguments)
            values = torchs.given(np.random.default_rng([SEED, index, projection]))
            case = Case("", kind, {}).record(values, torchs.compute)
            ours = papers.results(values, options | {"layers": 2}, BOTH, lengths)
            if ours.keys() != case.expected.keys():
                raise AssertionError(f"{kind}: {ours.keys() ^ case.expected.keys()}")
            worst = max(relative_error(ours[name], value) for name, value in case.expected.items())
            if worst > 1e-12:
                raise AssertionError(f"{kind}: the equations differ from PyTorch by {worst}")


def cases():
    check_against_pytorch()
    for name, options in OPTIONS.items():
        # Its own seed, which other cases do not change.
        yield reference(name, options, SEED + zlib.crc32(name.encode()) % 1000)
