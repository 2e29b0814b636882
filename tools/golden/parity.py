#!/usr/bin/env python3
"""Draws configurations of PyTorch's recurrent modules and records what PyTorch makes of each, for tools/parity:
parity.py --configurations N --seed N [--only NUMBER] FOLDER. A configuration depends on the seed and its number alone."""

import argparse

import numpy as np
import torch

from case import Case
from network import Network

# A configuration in which PyTorch's own float32 numbers are further off than this says more about cancellation than
# about us, and is drawn again.
LARGEST_FLOAT32_ERROR = 5e-6

# Every option of a configuration, in the order of drawing: how it is drawn, given those before it. The Java side,
# RecurrentCase, refuses one that it does not know.
OPTIONS = {
    "kind": lambda random, chosen: pick(random, "rnn", "rnn-relu", "lstm", "gru"),
    "form": lambda random, chosen: pick(random, "cell", "layers", "layers", "bidirectional"),
    "layers": lambda random, chosen: 0 if chosen["form"] == "cell" else int(random.integers(1, 4)),
    "rows": lambda random, chosen: size(random, 40),
    "steps": lambda random, chosen: 0 if chosen["form"] == "cell" else size(random, 20),
    "inputSize": lambda random, chosen: size(random, 70),
    "hiddenSize": lambda random, chosen: size(random, 70),
    "lengths": lambda random, chosen: lengths(random, chosen),
    "start": lambda random, chosen: pick(random, "given", "given", "zeros"),
    "layout": lambda random, chosen: pick(random, "batch first", "time first"),
    "engine": lambda random, chosen: pick(random, "planned", "planned", "eager", "recomputing"),
    "bias": lambda random, chosen: pick(random, True, True, False),
    "proj_size": lambda random, chosen: projection(random, chosen),
}
# Options of these names are handed on to PyTorch's constructor as they are.
ARGUMENTS = {"bias", "proj_size"}


def pick(random, *values):
    return values[random.integers(len(values))]


def size(random, most):
    """From 1 to `most`, small ones as often as large ones."""
    return int(np.exp(random.uniform(0, np.log(most + 1))))


def lengths(random, chosen):
    """PyTorch packs no rows of length 0."""
    if not chosen["steps"] or random.random() < 0.4:
        return None
    return [int(n) for n in random.integers(1, chosen["steps"] + 1, chosen["rows"])]


def projection(random, chosen):
    """Of layers of LSTMs: nothing else has it, and it has to be shorter than the hidden size."""
    possible = chosen["kind"] == "lstm" and chosen["form"] != "cell" and chosen["hiddenSize"] > 1
    return int(random.integers(1, chosen["hiddenSize"])) if possible and random.random() < 0.5 else None


def network(chosen):
    return Network(
        chosen["kind"],
        rows=chosen["rows"],
        inputs=chosen["inputSize"],
        hidden=chosen["hiddenSize"],
        steps=chosen["steps"],
        layers=chosen["layers"],
        directions=2 if chosen["form"] == "bidirectional" else 1,
        lengths=chosen["lengths"],
        zeros=chosen["start"] == "zeros",
        **{name: chosen[name] for name in ARGUMENTS if chosen[name] is not None},
    )


def case(seed, number):
    """Numbers are drawn anew until no relu unit is near its kink and nothing is mostly rounding; if that never comes,
    as for one unit in a large relu network, so is the configuration."""
    for attempt in range(1000):
        if attempt % 20 == 0:
            chosen = {}
            for name, draw in OPTIONS.items():
                chosen[name] = draw(np.random.default_rng([seed, number, attempt, len(chosen)]), chosen)
            module = network(chosen)
        values = module.given(np.random.default_rng([seed, number, attempt]))
        if module.kink_margin(values) < 1e-5:
            continue
        options = {name: value for name, value in chosen.items() if name != "lengths" and value is not None}
        drawn = Case("parity", str(number), options).record(values, lambda type, tensors: results(module, type, tensors))
        if max(drawn.float32_errors.values()) < LARGEST_FLOAT32_ERROR:
            return drawn
    raise AssertionError(f"seed {seed}, configuration {number}: no draw is well conditioned")


def results(module, type, tensors):
    """Without the loss: what is left of it after cancellation may be mostly rounding, and its terms are compared."""
    return {name: value for name, value in module.compute(type, tensors).items() if name != "loss"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--configurations", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--only", type=int)
    parser.add_argument("folder")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    numbers = [arguments.only] if arguments.only is not None else range(arguments.configurations)
    for number in numbers:
        case(arguments.seed, number).write(arguments.folder)
    print(torch.__version__)


if __name__ == "__main__":
    main()
