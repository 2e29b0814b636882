#!/usr/bin/env python3
"""Notebook 003 in PyTorch: the same text, network and settings as `./unroll examples 003`.

Embedding, LSTM of three layers of 512, linear layer, in float64; 700 random crops of 150 characters,
one at a time; Adam at 0.002, nothing clipped. Every fiftieth name is held back, as in Java. Only the
random numbers differ, so results are compared by mean and deviation over seeds.

    tools/notebooks-peer/plants.py plants.data --seeds 5 > plants.json

Needs torch (Debian: python3-torch). No part of the build.
"""

import argparse
import json
import statistics
import sys
import time

import torch

CROP = 150
HIDDEN = 512
LAYERS = 3


def names_of(path):
    with open(path, encoding="utf-8") as lines:
        return [line.split(",")[0].strip() for line in lines]


class CharNetwork(torch.nn.Module):
    def __init__(self, characters):
        super().__init__()
        self.encoder = torch.nn.Embedding(characters, characters)
        self.lstm = torch.nn.LSTM(characters, HIDDEN, LAYERS, batch_first=True)
        self.decoder = torch.nn.Linear(HIDDEN, characters)

    def forward(self, characters):
        return self.decoder(self.lstm(self.encoder(characters))[0])


def validation(network, held):
    """Mean loss of names that were not learned from, each by itself, over all their characters."""
    total, count = 0.0, 0
    with torch.no_grad():
        for first in range(0, len(held), 64):
            batch = held[first : first + 64]
            inputs = torch.nn.utils.rnn.pad_sequence([n[:-1] for n in batch], batch_first=True)
            targets = torch.nn.utils.rnn.pad_sequence(
                [n[1:] for n in batch], batch_first=True, padding_value=-100
            )
            loss = torch.nn.functional.cross_entropy(
                network(inputs).transpose(1, 2), targets, ignore_index=-100, reduction="sum"
            )
            total += loss.item()
            count += sum(len(n) - 1 for n in batch)
    return total / count


def train(tokens, characters, held, iterations, seed):
    torch.manual_seed(seed)
    network = CharNetwork(characters).double()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.002)
    criterion = torch.nn.CrossEntropyLoss()
    losses = []
    began = time.perf_counter()
    for _ in range(iterations):
        start = torch.randint(len(tokens) - CROP, (1,)).item()
        inputs = tokens[start : start + CROP].unsqueeze(0)
        targets = tokens[start + 1 : start + CROP + 1]
        loss = criterion(network(inputs).squeeze(0), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    seconds = time.perf_counter() - began
    last = losses[-100:]
    return {
        "seed": seed,
        "last100": sum(last) / len(last),
        "held": validation(network, held),
        "seconds": round(seconds, 1),
        "losses": [round(loss, 4) for loss in losses[::100]],
    }


def summary(runs, key):
    values = [run[key] for run in runs]
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return {"mean": statistics.mean(values), "deviation": deviation}


def main():
    parser = argparse.ArgumentParser(description="Notebook 003 in PyTorch.")
    parser.add_argument("data", help="plants.data")
    parser.add_argument("--seed", type=int, default=42, help="the first seed (default: 42)")
    parser.add_argument("--seeds", type=int, default=1, help="how many (default: 1)")
    parser.add_argument("--iterations", type=int, default=700, help="crops (default: 700)")
    parser.add_argument(
        "--every", type=int, default=50, help="hold back one name in so many (default: 50)"
    )
    parser.add_argument("--threads", type=int, default=1, help="threads (default: 1)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    names = names_of(options.data)
    number = {c: i for i, c in enumerate(sorted(set("".join(names) + "\n")))}
    kept = [name for i, name in enumerate(names, 1) if i % options.every != 0]
    tokens = torch.tensor([number[c] for name in kept for c in name + "\n"])
    held = [
        torch.tensor([number[c] for c in "\n" + name + "\n"])
        for i, name in enumerate(names, 1)
        if i % options.every == 0
    ]
    runs = []
    for seed in range(options.seed, options.seed + options.seeds):
        run = train(tokens, len(number), held, options.iterations, seed)
        print(json.dumps(run), file=sys.stderr, flush=True)
        del run["seconds"]  # of interest to whoever sees what else the machine does
        runs.append(run)
    result = {
        "example": "003",
        "torch": torch.__version__,
        "threads": options.threads,
        "iterations": options.iterations,
        "characters": len(tokens),
        "held_names": len(held),
        "last100": summary(runs, "last100"),
        "held": summary(runs, "held"),
        "runs": runs,
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
