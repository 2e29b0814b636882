"""Ten steps of every optimizer on one small problem: an LSTM and a linear layer that classify every step of a batch.

The loss before each step and after the last (eleven numbers) and the final parameters. PyTorch's optimizers come from PyTorch; Keras's
are written out here from its documentation's formulas, since theirs differ (epsilon's place, defaults, decay).
"""

import numpy as np
import torch

from case import Case, draw

SEED = 4000
ROWS, STEPS, INPUTS, HIDDEN, CLASSES = 4, 6, 3, 5, 4

PYTORCH = {
    "sgd": (torch.optim.SGD, dict(lr=0.3)),
    "sgd-momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
    "sgd-dampening": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.2)),
    "sgd-nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.05)),
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.01)),
    "rmsprop-momentum": (torch.optim.RMSprop, dict(lr=0.005, alpha=0.9, momentum=0.8, weight_decay=0.02)),
    "rmsprop-centered": (torch.optim.RMSprop, dict(lr=0.005, alpha=0.95, eps=1e-6, centered=True)),
    "adam": (torch.optim.Adam, dict(lr=0.02)),
    "adam-decay": (torch.optim.Adam, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.05)),
    "adam-amsgrad": (torch.optim.Adam, dict(lr=0.05, betas=(0.7, 0.6), amsgrad=True)),
    "adamw": (torch.optim.AdamW, dict(lr=0.02)),
    "adamw-decay": (torch.optim.AdamW, dict(lr=0.05, betas=(0.7, 0.6), weight_decay=0.2, amsgrad=True)),
    "adadelta": (torch.optim.Adadelta, dict(lr=1.0)),
    "adadelta-decay": (torch.optim.Adadelta, dict(lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.05)),
    "adagrad": (torch.optim.Adagrad, dict(lr=0.05)),
    "adagrad-decay": (torch.optim.Adagrad, dict(lr=0.05, lr_decay=0.1, weight_decay=0.05,
                                                initial_accumulator_value=0.2, eps=1e-8)),
}


class KerasSgd:
    """m = momentum * m - rate * g; w += m, or with Nesterov w += momentum * m - rate * g."""

    def __init__(self, parameters, lr, momentum, nesterov=False):
        self.parameters, self.lr, self.momentum, self.nesterov = parameters, lr, momentum, nesterov
        self.m = [torch.zeros_like(p) for p in parameters]

    def step(self):
        for p, m in zip(self.parameters, self.m):
            m.copy_(self.momentum * m - self.lr * p.grad)
            p += self.momentum * m - self.lr * p.grad if self.nesterov else m


class KerasRmsProp:
    """Epsilon is inside the root: w -= rate * g / sqrt(v + epsilon)."""

    def __init__(self, parameters, lr, rho=0.9, momentum=0.0, eps=1e-7, centered=False):
        self.parameters, self.lr, self.rho, self.momentum = parameters, lr, rho, momentum
        self.eps, self.centered = eps, centered
        self.v, self.mean, self.m = ([torch.zeros_like(p) for p in parameters] for _ in range(3))

    def step(self):
        for p, v, mean, m in zip(self.parameters, self.v, self.mean, self.m):
            v.copy_(self.rho * v + (1 - self.rho) * p.grad**2)
            below = v
            if self.centered:
                mean.copy_(self.rho * mean + (1 - self.rho) * p.grad)
                below = v - mean**2
            m.copy_(self.momentum * m + self.lr * p.grad / torch.sqrt(below + self.eps))
            p -= m


class KerasAdam:
    """The bias correction is in the rate, so epsilon (1e-7) is added to the uncorrected root; decay is decoupled."""

    def __init__(self, parameters, lr, beta_1=0.9, beta_2=0.999, eps=1e-7, amsgrad=False, weight_decay=0.0):
        self.parameters, self.lr, self.betas, self.eps = parameters, lr, (beta_1, beta_2), eps
        self.amsgrad, self.weight_decay, self.t = amsgrad, weight_decay, 0
        self.m, self.v, self.largest = ([torch.zeros_like(p) for p in parameters] for _ in range(3))

    def step(self):
        self.t += 1
        first, second = self.betas
        rate = self.lr * (1 - second**self.t) ** 0.5 / (1 - first**self.t)
        for p, m, v, largest in zip(self.parameters, self.m, self.v, self.largest):
            p -= p * self.weight_decay * self.lr
            m += (p.grad - m) * (1 - first)
            v += (p.grad**2 - v) * (1 - second)
            largest.copy_(torch.maximum(largest, v))
            p -= m * rate / (torch.sqrt(largest if self.amsgrad else v) + self.eps)


class KerasAdadelta:
    def __init__(self, parameters, lr, rho=0.95, eps=1e-7):
        self.parameters, self.lr, self.rho, self.eps = parameters, lr, rho, eps
        self.squares, self.deltas = ([torch.zeros_like(p) for p in parameters] for _ in range(2))

    def step(self):
        for p, squares, deltas in zip(self.parameters, self.squares, self.deltas):
            squares.copy_(self.rho * squares + (1 - self.rho) * p.grad**2)
            delta = -torch.sqrt(deltas + self.eps) / torch.sqrt(squares + self.eps) * p.grad
            deltas.copy_(self.rho * deltas + (1 - self.rho) * delta**2)
            p += self.lr * delta


class KerasAdagrad:
    """The sum of squares begins at 0.1, and epsilon (1e-7) is inside the root."""

    def __init__(self, parameters, lr, initial_accumulator_value=0.1, eps=1e-7):
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.squares = [torch.full_like(p, initial_accumulator_value) for p in parameters]

    def step(self):
        for p, squares in zip(self.parameters, self.squares):
            squares += p.grad**2
            p -= self.lr * p.grad / torch.sqrt(squares + self.eps)


KERAS = {
    "keras-sgd-nesterov": (KerasSgd, dict(lr=0.1, momentum=0.8, nesterov=True)),
    "keras-rmsprop": (KerasRmsProp, dict(lr=0.01)),
    "keras-rmsprop-momentum": (KerasRmsProp, dict(lr=0.005, rho=0.8, momentum=0.7, eps=1e-4)),
    "keras-rmsprop-centered": (KerasRmsProp, dict(lr=0.005, rho=0.95, eps=1e-4, centered=True)),
    "keras-adam": (KerasAdam, dict(lr=0.02)),
    # An epsilon that matters, so that its place in the formula matters.
    "keras-adam-epsilon": (KerasAdam, dict(lr=0.02, beta_1=0.8, beta_2=0.95, eps=1e-2)),
    "keras-adam-amsgrad": (KerasAdam, dict(lr=0.05, beta_1=0.7, beta_2=0.6, amsgrad=True)),
    "keras-adamw": (KerasAdam, dict(lr=0.02, weight_decay=0.004)),
    "keras-adadelta": (KerasAdadelta, dict(lr=1.0)),
    "keras-adagrad": (KerasAdagrad, dict(lr=0.05)),
}


def cases():
    random = np.random.default_rng(SEED)
    given = {
        "input": draw(random, ROWS, STEPS, INPUTS, low=-1.5, high=1.5),
        "target": random.integers(0, CLASSES, (ROWS, STEPS)).astype(np.int32),
        "parameter.lstm.weight_ih_l0": draw(random, 4 * HIDDEN, INPUTS),
        "parameter.lstm.weight_hh_l0": draw(random, 4 * HIDDEN, HIDDEN),
        "parameter.lstm.bias_ih_l0": draw(random, 4 * HIDDEN),
        "parameter.lstm.bias_hh_l0": draw(random, 4 * HIDDEN),
        "parameter.head.weight": draw(random, CLASSES, HIDDEN),
        "parameter.head.bias": draw(random, CLASSES),
    }
    sizes = {"inputSize": INPUTS, "hiddenSize": HIDDEN, "classes": CLASSES, "seed": SEED}
    for name, (create, arguments) in (PYTORCH | KERAS).items():
        options = sizes | {"optimizer": name} | {"option." + k: v for k, v in arguments.items()}
        yield Case("optimizers", name, options).record(
            given, lambda type, tensors: train(type, tensors, lambda p: create(p, **arguments)))
    # Plain gradient descent with clipped gradients: once within the norm at all steps, once far above it.
    for name, norm in (("clip-norm-small", 0.05), ("clip-norm-large", 50.0)):
        options = sizes | {"optimizer": "sgd", "option.lr": 0.3, "clipNorm": norm}
        yield Case("optimizers", name, options).record(
            given, lambda type, tensors: train(type, tensors, lambda p: torch.optim.SGD(p, lr=0.3), norm))
    options = sizes | {"optimizer": "sgd", "option.lr": 0.3, "clipValue": 0.01}
    yield Case("optimizers", "clip-value", options).record(
        given, lambda type, tensors: train(type, tensors, lambda p: torch.optim.SGD(p, lr=0.3), value=0.01))


class Problem(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(INPUTS, HIDDEN, batch_first=True)
        self.head = torch.nn.Linear(HIDDEN, CLASSES)

    def loss(self, tensors):
        logits = self.head(self.lstm(tensors["input"])[0])
        return torch.nn.functional.cross_entropy(logits.reshape(-1, CLASSES), tensors["target"].long().reshape(-1))


def train(type, tensors, create, norm=None, value=None):
    problem = Problem().to(type)
    with torch.no_grad():
        for name, parameter in problem.named_parameters():
            parameter.copy_(tensors["parameter." + name])
    optimizer = create(list(problem.parameters()))
    curve, norms = [], []
    for _ in range(10):
        problem.zero_grad()
        loss = problem.loss(tensors)
        loss.backward()
        curve.append(loss.item())
        norms.append(torch.norm(torch.stack([p.grad.norm() for p in problem.parameters()])).item())
        if norm is not None:
            torch.nn.utils.clip_grad_norm_(problem.parameters(), norm)
        if value is not None:
            torch.nn.utils.clip_grad_value_(problem.parameters(), value)
        with torch.no_grad():
            optimizer.step()
    curve.append(problem.loss(tensors).item())
    final = {"final." + n: p for n, p in problem.named_parameters()}
    return {"curve": np.array(curve), "gradientNorms": np.array(norms)} | final
