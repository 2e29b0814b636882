"""A language model whose embedding and output layer are one tensor: PyTorch's usual `output.weight = embedding.weight`."""

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from case import Case, draw

SEED = 6000
COUNT, SIZE, STEPS, LENGTHS = 9, 4, 6, [5, 6, 2]


class Model(torch.nn.Module):
    def __init__(self, create, bias):
        super().__init__()
        self.embedding = torch.nn.Embedding(COUNT, SIZE)
        self.recurrent = create(SIZE, SIZE, batch_first=True)
        self.output = torch.nn.Linear(SIZE, COUNT, bias=bias)
        self.output.weight = self.embedding.weight

    def forward(self, tokens):
        packed = pack_padded_sequence(self.embedding(tokens), LENGTHS, batch_first=True, enforce_sorted=False)
        read, _ = pad_packed_sequence(self.recurrent(packed)[0], batch_first=True, total_length=STEPS)
        return self.output(read)


def cases():
    random = np.random.default_rng(SEED)
    for kind, create in (("lstm", torch.nn.LSTM), ("gru", torch.nn.GRU)):
        for name, bias in ((f"tied-{kind}", True), (f"tied-without-bias-{kind}", False)):
            yield tied(name, random, kind, create, bias)


def tied(name, random, kind, create, bias):
    """Some tokens come up more than once, and some never: what those have for a gradient is the output layer's alone.
    The loss is the cross entropy of the valid steps; parameters that are one tensor have one gradient, of both uses."""
    given = {
        "input": random.integers(0, COUNT - 2, (len(LENGTHS), STEPS)).astype(np.int32),
        "targets": random.integers(0, COUNT, (len(LENGTHS), STEPS)).astype(np.int32),
        "lengths": np.array(LENGTHS, np.int32),
    }
    parameters = dict(Model(create, bias).named_parameters())
    given |= {f"parameter.{name}": draw(random, *p.shape, low=-0.9, high=0.9) for name, p in parameters.items()}

    def compute(type, tensors):
        model = Model(create, bias).to(type)
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                parameter.copy_(tensors["parameter." + key])
        logits = model(tensors["input"].long())
        valid = torch.arange(STEPS) < tensors["lengths"][:, None]
        loss = torch.nn.functional.cross_entropy(logits[valid], tensors["targets"].long()[valid])
        loss.backward()
        gradients = {"gradient.parameter." + n: p.grad for n, p in model.named_parameters()}
        return {"output": torch.where(valid[..., None], logits, 0), "loss": loss} | gradients

    return Case("tied", name, {"kind": kind, "bias": bias, "seed": SEED}).record(given, compute)
