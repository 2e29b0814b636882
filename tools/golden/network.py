"""PyTorch's recurrent modules: what goes in, drawn at random, and everything that comes out, with all gradients."""

import numpy as np
import torch
from torch.nn.utils.rnn import PackedSequence, invert_permutation, pack_padded_sequence, pad_packed_sequence

from case import draw

CELLS = {"rnn": torch.nn.RNNCell, "rnn-relu": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
STACKS = {"rnn": torch.nn.RNN, "rnn-relu": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


class Network:
    """A cell, if there are no `layers`, or a stack. `arguments` are further ones of PyTorch's constructor, by its names;
    the shapes of parameters and states follow from the module itself, so a new one needs no code here. If `packed`, rows of
    the `lengths` go in and come out as PyTorch's PackedSequence has them, which sorts them unless they are sorted."""

    def __init__(self, kind, rows, inputs, hidden, *, steps=0, layers=0, directions=1, lengths=None, zeros=False, packed=False,
                 **arguments):
        self.kind, self.rows, self.inputs, self.hidden = kind, rows, inputs, hidden
        self.steps, self.layers, self.directions, self.lengths, self.zeros = steps, layers, directions, lengths, zeros
        self.packed, self.arguments = packed, arguments

    def module(self):
        arguments = dict(self.arguments)
        if self.kind == "rnn-relu":
            arguments["nonlinearity"] = "relu"
        if not self.layers:
            return CELLS[self.kind](self.inputs, self.hidden, **arguments)
        arguments |= {"num_layers": self.layers, "batch_first": True, "bidirectional": self.directions == 2}
        return STACKS[self.kind](self.inputs, self.hidden, **arguments)

    def state_shapes(self):
        """Of the states that the module starts and ends with, by name."""
        ahead = (self.layers * self.directions,) if self.layers else ()
        shapes = {"hidden": (*ahead, self.rows, self.arguments.get("proj_size") or self.hidden)}
        if self.kind == "lstm":
            shapes["cell"] = (*ahead, self.rows, self.hidden)
        return shapes

    def given(self, random):
        steps = (self.steps,) if self.layers else ()
        values = {"input": draw(random, self.rows, *steps, self.inputs, low=-1.5, high=1.5)}
        # Larger networks get smaller weights: the gates stay unsaturated and relu does not grow without bound.
        bound = 0.6 if self.hidden < 10 else 0.2
        for name, parameter in self.module().named_parameters():
            wide = {"low": -bound, "high": bound} if name.startswith("weight") else {}
            values[f"parameter.{name}"] = draw(random, *parameter.shape, **wide)
        shapes = self.state_shapes()
        if not self.zeros:
            values |= {f"initial.{n}": draw(random, *shape, low=-0.9, high=0.9) for n, shape in shapes.items()}
        values |= {f"lossWeight.final.{n}": draw(random, *shape, low=-1, high=1) for n, shape in shapes.items()}
        if self.layers:
            width = self.directions * shapes["hidden"][-1]
            values["lossWeight.output"] = draw(random, self.rows, self.steps, width, low=-1, high=1)
        if self.packed:
            values |= self.pack(values["input"])
            values["lossWeight.output"] = draw(random, *values["input"].shape[:1], width, low=-1, high=1)
        elif self.lengths:
            values["lengths"] = np.array(self.lengths, np.int32)
        return values

    def pack(self, padded):
        """PyTorch's `data`, `batch_sizes` and `sorted_indices`, which rows that come sorted have none of."""
        are_sorted = sorted(self.lengths, reverse=True) == self.lengths
        packed = pack_padded_sequence(torch.tensor(padded), self.lengths, batch_first=True, enforce_sorted=are_sorted)
        values = {"input": packed.data.numpy(), "rowsPerStep": packed.batch_sizes.numpy().astype(np.int32)}
        return values if are_sorted else values | {"order": packed.sorted_indices.numpy().astype(np.int32)}

    def compute(self, type, tensors):
        """Outputs, final states, their weighted sum, and its gradients by everything."""
        module = self.module().to(type)
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(tensors["parameter." + name])
        input = tensors["input"].requires_grad_()
        initial = {n: tensors[n].requires_grad_() for n in ("initial.hidden", "initial.cell") if n in tensors}
        if self.packed:
            order = tensors["order"].long() if "order" in tensors else None
            places = None if order is None else invert_permutation(order)
            sequence = PackedSequence(input, tensors["rowsPerStep"].long(), order, places)
        else:
            sequence = input
        named = self.run(module, sequence, tuple(initial.values()))
        loss = sum((value * tensors["lossWeight." + name]).sum() for name, value in named.items())
        loss.backward()
        gradients = {"gradient.input": input.grad}
        gradients |= {f"gradient.{name}": state.grad for name, state in initial.items()}
        gradients |= {"gradient.parameter." + n: p.grad for n, p in module.named_parameters()}
        return named | {"loss": loss} | gradients

    def run(self, module, input, initial):
        start = None if not initial else initial if len(initial) == 2 else initial[0]
        if not self.layers:
            output, final = None, module(input, start)
        elif self.packed:
            output, final = module(input, start)
            output = output.data
        elif self.lengths:
            packed = pack_padded_sequence(input, self.lengths, batch_first=True, enforce_sorted=False)
            output, final = module(packed, start)
            output, _ = pad_packed_sequence(output, batch_first=True, total_length=self.steps)
        else:
            output, final = module(input, start)
        final = final if self.kind == "lstm" else (final,)
        named = {} if output is None else {"output": output}
        return named | {f"final.{n}": value for n, value in zip(self.state_shapes(), final)}

    def kink_margin(self, values):
        """The smallest distance of any unit from relu's kink, relative to the largest value; 1 without kinks."""
        if self.kind != "rnn-relu":
            return 1
        wide = {k: v.astype(np.float64) for k, v in values.items()}
        sequence = wide["input"] if self.layers else wide["input"][:, None]
        valid = np.array(self.lengths or [sequence.shape[1]] * self.rows)[:, None] > np.arange(sequence.shape[1])
        smallest, largest = np.inf, 0
        for layer in range(max(1, self.layers)):
            outputs = []
            for direction in range(self.directions):
                suffix = f"_l{layer}" + "_reverse" * direction if self.layers else ""
                w, u, *biases = (wide[k] for k in wide if k.startswith("parameter.") and ends(k, suffix))
                hidden = wide.get("initial.hidden", np.zeros(self.state_shapes()["hidden"]))
                hidden = hidden[layer * self.directions + direction] if self.layers else hidden
                output = np.zeros((*sequence.shape[:2], self.hidden))
                steps = range(sequence.shape[1])
                for step in reversed(steps) if direction else steps:
                    read = valid[:, step]
                    before = sequence[:, step] @ w.T + hidden @ u.T + sum(biases)
                    if read.any():
                        distance = np.abs(before[read])
                        smallest, largest = min(smallest, distance.min()), max(largest, distance.max())
                    hidden = np.where(read[:, None], np.maximum(before, 0), hidden)
                    output[:, step] = hidden * read[:, None]
                outputs.append(output)
            sequence = np.concatenate(outputs, 2)
        return smallest / largest


def ends(name, suffix):
    return name.removeprefix("parameter.") in {p + suffix for p in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}

