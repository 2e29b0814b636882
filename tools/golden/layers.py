"""Linear, Embedding with a padding index, LayerNorm and functions, with the gradients of a weighted sum of the outputs."""

import zlib

import numpy as np
import torch

from case import Case, draw

SEED = 2000

# By the names of ours, with the modules' defaults where ours have none to choose. Not the hard sigmoid, of which PyTorch
# multiplies gradients with a sixth in float32 whatever their type; the equations in papers.py have it.
FUNCTIONS = {
    "tanh": torch.nn.Tanh,
    "sigmoid": torch.nn.Sigmoid,
    "relu": torch.nn.ReLU,
    "leaky-relu": torch.nn.LeakyReLU,
    "relu6": torch.nn.ReLU6,
    "elu": torch.nn.ELU,
    "selu": torch.nn.SELU,
    "silu": torch.nn.SiLU,
    "gelu": torch.nn.GELU,
    "gelu-tanh": lambda: torch.nn.GELU(approximate="tanh"),
    "mish": torch.nn.Mish,
    "softplus": torch.nn.Softplus,
    "softsign": torch.nn.Softsign,
    "hard-tanh": torch.nn.Hardtanh,
    "softmax": lambda: torch.nn.Softmax(-1),
    "log-softmax": lambda: torch.nn.LogSoftmax(-1),
}


def cases():
    random = np.random.default_rng(SEED)
    yield linear("linear", random, (4, 6, 3), True)
    yield linear("linear-without-bias", random, (5, 3), False)
    yield embedding("embedding", random, None)
    yield embedding("embedding-padding", random, 2)
    yield layer_norm("layer-norm", random, (4, 6, 7))
    for name, create in FUNCTIONS.items():
        yield function(name, np.random.default_rng([SEED, zlib.crc32(name.encode())]), create)


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


def function(name, random, create):
    """Numbers on all sides of every kink, large ones of both signs among them, and none at a kink."""
    given = {
        "input": draw(random, 6, 25, low=-8, high=8),
        "lossWeight.output": draw(random, 6, 25, low=-1, high=1),
    }
    given["input"][:3] /= 4
    return module_case("function-" + name, given, create, {})


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
