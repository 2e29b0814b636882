"""Losses with every option: the value and the gradient of what they are computed from (mean reduction throughout)."""

import numpy as np
import torch
from torch.nn import functional

from case import Case, draw

SEED = 3000
ROWS, STEPS, CLASSES, IGNORED = 4, 6, 5, 3


def cases():
    random = np.random.default_rng(SEED)
    for weights in (False, True):
        for ignored in (False, True):
            for smoothing in (0.0, 0.15):
                yield class_indices("cross-entropy", functional.cross_entropy, random, weights, ignored, smoothing)
            yield class_indices("nll", functional.nll_loss, random, weights, ignored, None)
        for smoothing in (0.0, 0.15):
            yield probabilities(random, weights, smoothing)
    for weight, positive in ((False, False), (True, False), (False, True), (True, True)):
        yield binary(random, weight, positive)
    yield mean_squared(random)


def class_indices(family, function, random, weights, ignored, smoothing):
    given = {
        "input": draw(random, ROWS, STEPS, CLASSES, low=-4, high=4),
        "target": random.integers(0, CLASSES, (ROWS, STEPS)).astype(np.int32),
    }
    if family == "nll":
        given["input"] = np.log(softmax(given["input"])).astype(np.float32)
    options, name = {"loss": family}, family
    arguments = {}
    if weights:
        given["classWeights"], name = draw(random, CLASSES, low=0.3, high=2), name + "-weights"
    if ignored:
        options["ignoredIndex"], name = IGNORED, name + "-ignored"
        given["target"][0, :2] = given["target"][2, 5] = IGNORED
        arguments["ignore_index"] = IGNORED
    if smoothing:
        options["labelSmoothing"], name = smoothing, name + "-smoothing"
        arguments["label_smoothing"] = smoothing

    def loss(input, tensors):
        flat = input.reshape(-1, CLASSES), tensors["target"].long().reshape(-1)
        return function(*flat, weight=tensors.get("classWeights"), **arguments)

    return loss_case(name, given, loss, options)


def probabilities(random, weights, smoothing):
    given = {
        "input": draw(random, ROWS, STEPS, CLASSES, low=-4, high=4),
        "target": softmax(draw(random, ROWS, STEPS, CLASSES, low=-2, high=2)).astype(np.float32),
    }
    options, name = {"loss": "cross-entropy"}, "cross-entropy-probabilities"
    if weights:
        given["classWeights"], name = draw(random, CLASSES, low=0.3, high=2), name + "-weights"
    if smoothing:
        options["labelSmoothing"], name = smoothing, name + "-smoothing"

    def loss(input, tensors):
        flat = input.reshape(-1, CLASSES), tensors["target"].reshape(-1, CLASSES)
        return functional.cross_entropy(*flat, weight=tensors.get("classWeights"), label_smoothing=smoothing)

    return loss_case(name, given, loss, options)


def binary(random, weight, positive):
    given = {
        "input": draw(random, ROWS, STEPS, CLASSES, low=-6, high=6),
        # Hard and soft targets, and logits far enough out that a naive log(1 - sigmoid) loses digits.
        "target": (random.integers(0, 5, (ROWS, STEPS, CLASSES)) / 4).astype(np.float32),
    }
    given["input"][0, 0, :2] = [40, -40]
    name = "binary-cross-entropy"
    if weight:
        given["weight"], name = draw(random, CLASSES, low=0.3, high=2), name + "-weight"
    if positive:
        given["positiveWeight"], name = draw(random, CLASSES, low=0.3, high=3), name + "-positive"

    def loss(input, tensors):
        return functional.binary_cross_entropy_with_logits(
            input, tensors["target"], weight=tensors.get("weight"), pos_weight=tensors.get("positiveWeight"))

    return loss_case(name, given, loss, {"loss": "binary-cross-entropy"})


def mean_squared(random):
    given = {
        "input": draw(random, ROWS, STEPS, CLASSES, low=-2, high=2),
        "target": draw(random, ROWS, STEPS, CLASSES, low=-2, high=2),
    }
    return loss_case("mean-squared-error", given, lambda input, t: functional.mse_loss(input, t["target"]),
                     {"loss": "mean-squared-error"})


def loss_case(name, given, loss, options):
    def compute(type, tensors):
        input = tensors["input"].requires_grad_()
        value = loss(input, tensors)
        value.backward()
        return {"loss": value, "gradient.input": input.grad}

    return Case("losses", name, options | {"seed": SEED}).record(given, compute)


def softmax(values):
    powers = np.exp(values.astype(np.float64))
    return powers / powers.sum(-1, keepdims=True)
