"""Notebook 002 in PyTorch: the same networks, start and settings as `./unroll examples 002`, by hand where PyTorch has no layer.

    python3 digits.py --data DIR [--images N] [--seeds 5] [--networks "NAME;..."] [--unroll LOG] [--out FILE]

Writes for each network the test accuracy of each seed, mean and deviation (of a sample), and seeds that ended in numbers that
are not finite; seconds for each epoch go to standard error. LOG is what `./unroll examples 002 --seeds 5` printed, both its
outputs: then its numbers stand beside these. Weights, the order of images and starts come from PyTorch's own generator. No part of the build.
"""

import argparse
import gzip
import json
import math
import re
import statistics
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

UNITS, ROWS, BATCH, TEST_BATCH, DRAWS = 128, 28, 32, 128, 5


def idx(folder, name):
    """The values of an IDX file of bytes, plain or compressed."""
    path = Path(folder, name)
    content = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(name + ".gz").read_bytes())
    dims = [int.from_bytes(content[4 + 4 * i : 8 + 4 * i], "big") for i in range(content[3])]
    return torch.frombuffer(bytearray(content[4 + 4 * len(dims) :]), dtype=torch.uint8).reshape(dims)


def dense(inputs, outputs):
    """Keras's dense layer: Glorot's weights, no bias at first."""
    layer = nn.Linear(inputs, outputs)
    nn.init.xavier_uniform_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class Sums(nn.Module):
    """W x + U h + b under the gates of a cell, with Keras's start."""

    def __init__(self, inputs, gates, forget=None):
        super().__init__()
        self.w = nn.Parameter(nn.init.xavier_uniform_(torch.empty(gates * UNITS, inputs)))
        self.u = nn.Parameter(nn.init.orthogonal_(torch.empty(gates * UNITS, UNITS)))
        self.b = nn.Parameter(torch.zeros(gates * UNITS))
        if forget is not None:
            self.b.data[forget * UNITS : (forget + 1) * UNITS] = 1

    def forward(self, x, h):
        return functional.linear(x, self.w, self.b) + functional.linear(h, self.u)


class Simple(nn.Module):
    states = 1

    def __init__(self):
        super().__init__()
        self.sums = Sums(ROWS, 1)

    def forward(self, x, state):
        return (torch.relu(self.sums(x, state[0])),)


class Lstm(nn.Module):
    """With relu for both tanh."""

    states = 2

    def __init__(self, inputs=ROWS):
        super().__init__()
        self.sums = Sums(inputs, 4, forget=1)

    def forward(self, x, state):
        i, f, g, o = self.sums(x, state[0]).chunk(4, 1)
        c = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.relu(g)
        return torch.sigmoid(o) * torch.relu(c), c


class OwnSimple(nn.Module):
    states = 1

    def __init__(self):
        super().__init__()
        self.dense = dense(UNITS + ROWS, UNITS)

    def forward(self, x, state):
        return (torch.relu(self.dense(torch.cat((state[0], x), 1))),)


class OwnGated(nn.Module):
    states = 1

    def __init__(self):
        super().__init__()
        self.update, self.reset, self.candidate = (dense(UNITS + ROWS, UNITS) for _ in range(3))

    def forward(self, x, state):
        h = state[0]
        both = torch.cat((h, x), 1)
        z, r = torch.sigmoid(self.update(both)), torch.sigmoid(self.reset(both))
        fresh = torch.tanh(self.candidate(torch.cat((r * h, x), 1)))
        return ((1 - z) * h + z * fresh,)


class OwnLstm(nn.Module):
    states = 2

    def __init__(self):
        super().__init__()
        self.input, self.forget, self.candidate, self.output = (dense(UNITS + ROWS, UNITS) for _ in range(4))

    def forward(self, x, state):
        both = torch.cat((state[0], x), 1)
        i, f, o = (torch.sigmoid(gate(both)) for gate in (self.input, self.forget, self.output))
        c = f * state[1] + i * torch.tanh(self.candidate(both))
        return o * torch.tanh(c), c


class Loop(nn.Module):
    """Cells on top of each other in a loop over the rows, then a dense layer."""

    def __init__(self, *cells, random=False):
        super().__init__()
        self.cells = nn.ModuleList(cells)
        self.dense = dense(UNITS, 10)
        self.random = random

    def forward(self, images):
        make = torch.randn if self.random else torch.zeros
        states = [tuple(make(len(images), UNITS) for _ in range(cell.states)) for cell in self.cells]
        for row in range(images.shape[1]):
            x = images[:, row]
            for number, cell in enumerate(self.cells):
                states[number] = cell(x, states[number])
                x = states[number][0]
        return self.dense(x)


class Layer(nn.Module):
    """PyTorch's own LSTM with tanh. Its second bias stays zero, as Keras has one."""

    random = False

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(ROWS, UNITS, batch_first=True)
        nn.init.xavier_uniform_(self.lstm.weight_ih_l0)
        nn.init.orthogonal_(self.lstm.weight_hh_l0)
        nn.init.zeros_(self.lstm.bias_ih_l0)
        nn.init.zeros_(self.lstm.bias_hh_l0)
        self.lstm.bias_ih_l0.data[UNITS : 2 * UNITS] = 1
        self.lstm.bias_hh_l0.requires_grad = False
        self.dense = dense(UNITS, 10)

    def forward(self, images):
        return self.dense(self.lstm(images)[0][:, -1])


class Keras3(torch.optim.Optimizer):
    """RMSprop with epsilon inside the root."""

    def __init__(self, parameters):
        super().__init__(parameters, {})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                squares = self.state[p].setdefault("squares", torch.zeros_like(p))
                squares.mul_(0.9).addcmul_(p.grad, p.grad, value=0.1)
                p.addcdiv_(p.grad, (squares + 1e-7).sqrt_(), value=-1e-3)


def notebooks(parameters):
    return torch.optim.RMSprop(parameters, lr=1e-3, alpha=0.9, eps=1e-7)


NETWORKS = {
    "LSTM, relu": (lambda: Loop(Lstm()), notebooks),
    "two LSTMs, relu": (lambda: Loop(Lstm(), Lstm(UNITS)), notebooks),
    "simple cell, relu": (lambda: Loop(Simple(), random=True), notebooks),
    "LSTM cell, relu": (lambda: Loop(Lstm(), random=True), notebooks),
    "own simple cell": (lambda: Loop(OwnSimple(), random=True), notebooks),
    "own gated cell (GRU)": (lambda: Loop(OwnGated(), random=True), notebooks),
    "own LSTM": (lambda: Loop(OwnLstm(), random=True), notebooks),
    "LSTM, tanh": (Layer, notebooks),
    "LSTM, tanh, Keras 3": (Layer, Keras3),
}


def trained(make, optimizer, images, digits, epochs):
    """The network and seconds for each epoch; None for the network once its loss is not finite."""
    model = make()
    learned = [p for p in model.parameters() if p.requires_grad]
    steps = optimizer(learned)
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        for places in torch.randperm(len(images)).split(BATCH):
            steps.zero_grad(set_to_none=True)
            wanted = functional.one_hot(digits[places], 10).float()
            loss = functional.cross_entropy(model(images[places].float() / 255), wanted)
            loss.backward()
            if not math.isfinite(loss.item()):
                return None, sum(p.numel() for p in learned), seconds
            steps.step()
        seconds.append(round(time.perf_counter() - start, 2))
    return model, sum(p.numel() for p in learned), seconds


@torch.no_grad()
def accuracy(model, images, digits):
    """In the mean over the draws of the state before the first row."""
    draws = DRAWS if model.random else 1
    right = 0
    for _ in range(draws):
        for places in torch.arange(len(images)).split(TEST_BATCH):
            found = model(images[places].float() / 255).argmax(1)
            right += (found == digits[places]).sum().item()
    return right / len(images) / draws


def summary(accuracies, failed):
    return {
        "accuracies": accuracies,
        "mean": round(statistics.mean(accuracies), 5) if accuracies else None,
        "deviation": round(statistics.stdev(accuracies), 5) if len(accuracies) > 1 else 0,
        "failed": failed,
    }


def unroll(log):
    """What the Java program printed, by network."""
    found = {}
    for line in Path(log).read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"(.+?)(?:, seed \d+)?(?:, epoch \d+/\d+)?: (test accuracy ([\d.]+)|not finite.*)", line)
        if match and match[1] in NETWORKS:
            accuracies, failed = found.setdefault(match[1], ([], []))
            if match[3]:
                accuracies.append(float(match[3]))
            else:
                failed.append(line)
    return {name: summary(accuracies, len(failed)) for name, (accuracies, failed) in found.items()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", required=True, help="folder of MNIST's four files")
    options.add_argument("--images", type=int, default=60000, help="how many to learn from")
    options.add_argument("--epochs", type=int, default=2)
    options.add_argument("--seed", type=int, default=42, help="the first one")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--threads", type=int, default=1, help="more are slower for matrices this small")
    options.add_argument("--networks", help="some of them only, separated by ;")
    options.add_argument("--unroll", help="what ./unroll examples 002 printed")
    options.add_argument("--out", default=Path(__file__).with_name("digits.json"))
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    images, digits = idx(chosen.data, "train-images-idx3-ubyte"), idx(chosen.data, "train-labels-idx1-ubyte").long()
    images, digits = images[: chosen.images], digits[: chosen.images]
    test, truth = idx(chosen.data, "t10k-images-idx3-ubyte"), idx(chosen.data, "t10k-labels-idx1-ubyte").long()

    networks = {}
    for name in chosen.networks.split(";") if chosen.networks else NETWORKS:
        make, optimizer = NETWORKS[name]
        accuracies, failed, parameters = [], 0, 0
        for seed in range(chosen.seed, chosen.seed + chosen.seeds):
            torch.manual_seed(seed)
            model, parameters, took = trained(make, optimizer, images, digits, chosen.epochs)
            if model is not None:
                accuracies.append(round(accuracy(model, test, truth), 5))
            else:
                failed += 1
            print(f"{name}, seed {seed}: {accuracies[-1] if model is not None else 'not finite'}, {took} s", file=sys.stderr, flush=True)
        networks[name] = {"parameters": parameters, "pytorch": summary(accuracies, failed)}
    # Read last: the Java side may run at the same time.
    for name, found in (unroll(chosen.unroll) if chosen.unroll else {}).items():
        if name in networks:
            networks[name]["unroll"] = found
    result = {
        "pytorch": torch.__version__,
        "threads": chosen.threads,
        "images": len(images),
        "epochs": chosen.epochs,
        "seeds": list(range(chosen.seed, chosen.seed + chosen.seeds)),
        "networks": networks,
    }
    Path(chosen.out).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


main()
