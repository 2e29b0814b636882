"""Linear, Embedding with a padding index and LayerNorm, with the gradients of a weighted sum of the outputs."""

import numpy as np
import torch

from case import Case, draw

SEED = 2000


def cases():
    random = np.random.default_rng(SEED)
    yield linear("linear", random, (4, 6, 3), True)
    yield linear("linear-without-bias", random, (5, 3), False)
    yield embedding("embedding", random, None)
    yield embedding("embedding-padding", random, 2)
    yield layer_norm("layer-norm", random, (4, 6, 7))


def linear(name, random, shape, bias):
    given = {
        "input": draw(random, *shape, low=-1.5, high=1.5),
        "parameter.weight": draw(random, 5, shape[-1]),
        "lossWeight.output": draw(random, *shape[:-1], 5, low=-1, high=1),
    } | ({"parameter.bias": draw(random, 5)} if bias else {})
    return module_case(name, given, lambda: torch.nn.Linear(shape[-1], 5, bias), {})


def embedding(name, random, padding):
    given = {
        # Repeated indices: the gradient of a row is the sum over its uses. Padding index 2 occurs three times.
        "input": np.array([[2, 0, 5, 5, 2], [1, 4, 5, 2, 0], [6, 6, 1, 5, 3]], np.int32),
        "parameter.weight": draw(random, 7, 4),
        "lossWeight.output": draw(random, 3, 5, 4, low=-1, high=1),
    }
    if padding is not None:
        given["parameter.weight"][padding] = 0
    options = {} if padding is None else {"paddingIndex": padding}
    return module_case(name, given, lambda: torch.nn.Embedding(7, 4, padding_idx=padding), options)


def layer_norm(name, random, shape):
    given = {
        "input": draw(random, *shape, low=-3, high=3),
        "parameter.weight": draw(random, shape[-1], low=0.5, high=1.5),
        "parameter.bias": draw(random, shape[-1]),
        "lossWeight.output": draw(random, *shape, low=-1, high=1),
    }
    return module_case(name, given, lambda: torch.nn.LayerNorm(shape[-1]), {"epsilon": 1e-5})


def module_case(name, given, create, options):
    def compute(type, tensors):
        module = create().to(type)
        with torch.no_grad():
            for key, parameter in module.named_parameters():
                parameter.copy_(tensors["parameter." + key])
        input = tensors["input"]
        indices = not input.is_floating_point()
        output = module(input.long() if indices else input.requires_grad_())
        loss = (output * tensors["lossWeight.output"]).sum()
        loss.backward()
        gradients = {"gradient.parameter." + n: p.grad for n, p in module.named_parameters()}
        return {"output": output, "loss": loss} | gradients | ({} if indices else {"gradient.input": input.grad})

    return Case("layers", name, options | {"seed": SEED}).record(given, compute)
