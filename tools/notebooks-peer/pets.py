"""Notebook 004 in PyTorch, on the splits that Unroll wrote: pets.py SPLITS UNROLL OUT.

SPLITS and UNROLL are splits.json and unroll.json of org.unroll.examples.PetsPeer. OUT gets the test parts' macro F1 and
accuracy of both sides, one number for each seed, with mean and deviation (of a sample). Settings are those of the Java
program; weights, the order of batches and dropout come from PyTorch's own generator.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

PADDING, UNKNOWN = 0, 1


class Names:
    """A part of a split as numbers; `length` is that of its longest name."""

    def __init__(self, part, letters):
        self.rows = [[letters.get(letter, UNKNOWN) for letter in name.lower()] for name, _ in part]
        self.classes = torch.tensor([pet for _, pet in part])
        self.length = max(map(len, self.rows))

    def padded(self):
        return torch.tensor([row + [PADDING] * (self.length - len(row)) for row in self.rows])

    def lengths(self):
        return torch.tensor([len(row) for row in self.rows])


def parts(split):
    seen = sorted({letter for name, _ in split["train"] for letter in name.lower()})
    letters = {letter: index + 2 for index, letter in enumerate(seen)}
    return Names(split["train"], letters), Names(split["test"], letters), len(letters) + 2


class OwnRnn(nn.Module):
    """The notebook's own loop over a cell; gives the last state."""

    def __init__(self, inputs, units):
        super().__init__()
        self.units = units
        self.cell = nn.RNNCell(inputs, units)

    def forward(self, x):
        h = torch.zeros(x.shape[0], self.units)
        for step in range(x.shape[1]):
            h = self.cell(x[:, step], h)
        return h


class LibraryRnn(nn.Module):
    """A layer of PyTorch; gives the last state, after the padding."""

    def __init__(self, kind, inputs, units):
        super().__init__()
        self.layer = getattr(nn, kind)(inputs, units, batch_first=True)

    def forward(self, x):
        _, state = self.layer(x)
        return (state[0] if isinstance(state, tuple) else state)[0]


def notebook_networks(tokens, units, relu_in_own):
    """The notebook's four networks, each with its rate."""
    own_head = [nn.Linear(units, 64), nn.Linear(64, 2)]
    if relu_in_own:
        own_head.insert(1, nn.ReLU())
    yield "own", 0.01, nn.Sequential(nn.Embedding(tokens, 300), OwnRnn(300, units), *own_head)
    for kind in ("RNN", "LSTM", "GRU"):
        yield kind, 0.1, nn.Sequential(
            nn.Embedding(tokens, 300),
            LibraryRnn(kind, 300, units),
            nn.Linear(units, 64),
            nn.ReLU(),
            nn.Linear(64, 2),
        )


def notebook(split, units, one_length, relu_in_own):
    """Three epochs of plain gradient descent over batches of 500 in their order; padding is read."""
    train, test, tokens = parts(split)
    if one_length:
        train.length = test.length = max(train.length, test.length)
    for name, rate, network in notebook_networks(tokens, units, relu_in_own):
        optimizer = torch.optim.SGD(network.parameters(), lr=rate)
        for _ in range(3):
            for batch, classes in zip(train.padded().split(500), train.classes.split(500)):
                optimizer.zero_grad()
                nn.functional.cross_entropy(network(batch), classes).backward()
                optimizer.step()
        network.eval()
        with torch.no_grad():
            yield name, scores(test.classes, network(test.padded()).argmax(1))


class NameReader(nn.Module):
    """Embedding, dropout, a layer up to each name's own last letter, dropout, a linear layer."""

    def __init__(self, kind, tokens):
        super().__init__()
        self.embedding = nn.Embedding(tokens, 32, padding_idx=PADDING)
        self.layer = getattr(nn, kind)(32, 64, batch_first=True)
        self.dropout = nn.Dropout(0.3)
        self.linear = nn.Linear(64, 2)

    def forward(self, letters, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.dropout(self.embedding(letters)), lengths, batch_first=True, enforce_sorted=False
        )
        _, state = self.layer(packed)
        last = (state[0] if isinstance(state, tuple) else state)[0]
        return self.linear(self.dropout(last))


def working(split):
    """Fifteen epochs of Adam over shuffled batches of 32; padding is not read."""
    train, test, tokens = parts(split)
    for kind in ("RNN", "LSTM", "GRU"):
        network = NameReader(kind, tokens)
        optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
        letters, lengths = train.padded(), train.lengths()
        for _ in range(15):
            for places in torch.randperm(len(train.rows)).split(32):
                optimizer.zero_grad()
                out = network(letters[places], lengths[places])
                nn.functional.cross_entropy(out, train.classes[places]).backward()
                optimizer.step()
        network.eval()
        with torch.no_grad():
            predicted = network(test.padded(), test.lengths()).argmax(1)
        yield kind, scores(test.classes, predicted)


def scores(truth, predicted):
    """Accuracy, and the mean of both classes' F1 (each class is in truth, so no denominator is 0)."""
    f1 = []
    for pet in (0, 1):
        right = int(((truth == pet) & (predicted == pet)).sum())
        f1.append(2 * right / (int((truth == pet).sum()) + int((predicted == pet).sum())))
    return {"macro_f1": sum(f1) / 2, "accuracy": float((truth == predicted).float().mean())}


def run(splits):
    results = {}
    for seed, split in splits.items():
        torch.manual_seed(int(seed))
        start = time.perf_counter()
        for settings, outcomes in (
            ("as executed", notebook(split["names"], 10, False, False)),
            ("as meant", notebook(split["cleaned"], 100, True, True)),
            ("that work", working(split["cleaned"])),
        ):
            for network, result in outcomes:
                of = results.setdefault(settings, {}).setdefault(network, {})
                for score, value in result.items():
                    of.setdefault(score, []).append(value)
        print(f"seed {seed}: {time.perf_counter() - start:.1f} s", file=sys.stderr)
    return results


def summary(values):
    return {
        "mean": round(statistics.mean(values), 6),
        "deviation": round(statistics.stdev(values), 6) if len(values) > 1 else 0.0,
        "seeds": [round(value, 4) for value in values],
    }


def main(splits_file, unroll_file, out_file):
    with open(splits_file, encoding="utf-8") as file:
        splits = json.load(file)
    with open(unroll_file, encoding="utf-8") as file:
        unroll = json.load(file)
    pytorch = run(splits)
    print(f"{'test macro F1':<13} {'network':>7} {'Unroll':>15} {'PyTorch':>15}")
    beside = {}
    for settings, networks in unroll.items():
        for network, ours in networks.items():
            both = {
                "unroll": {score: summary(values) for score, values in ours.items()},
                "pytorch": {score: summary(values) for score, values in pytorch[settings][network].items()},
            }
            beside.setdefault(settings, {})[network] = both
            shown = [f"{s['macro_f1']['mean']:.3f} ± {s['macro_f1']['deviation']:.3f}" for s in both.values()]
            print(f"{settings:<13} {network:>7} {shown[0]:>15} {shown[1]:>15}")
    with open(out_file, "w", encoding="utf-8") as file:
        json.dump({"torch": torch.__version__, "seeds": [int(s) for s in splits], "results": beside}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
