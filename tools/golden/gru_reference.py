"""The GRUs that PyTorch lacks, from the paper's equations in NumPy: float64, gradients by complex steps.

Cho et al. 2014 (arXiv:1406.1078): r = s(Wr x + Ur h), z = s(Wz x + Uz h), candidate = tanh(W x + U (r * h)),
new h = z * h + (1 - z) * candidate. "After" applies r to U h instead (with its bias), as cuDNN and PyTorch do.
The other convention of the update gate puts z on the candidate: new h = (1 - z) * h + z * candidate.

A complex step f(x + ih).imag / h has no subtraction and so no cancellation: it is exact to rounding for h = 1e-100.
"""

import numpy as np
import torch

from case import Case, draw, relative_error

SEED = 6000
ROWS, STEPS, INPUTS, HIDDEN = 3, 4, 2, 5


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def run(values, reset, gate):
    split = lambda name: np.split(values["parameter." + name], 3)
    (w_r, w_z, w_n), (u_r, u_z, u_n) = split("weight_ih"), split("weight_hh")
    (b_r, b_z, b_n), (c_r, c_z, c_n) = split("bias_ih"), split("bias_hh")
    hidden, outputs = values["initial.hidden"], []
    for step in range(STEPS):
        x = values["input"][:, step]
        r = sigmoid(x @ w_r.T + b_r + hidden @ u_r.T + c_r)
        z = sigmoid(x @ w_z.T + b_z + hidden @ u_z.T + c_z)
        recurrent = r * (hidden @ u_n.T + c_n) if reset == "after" else (r * hidden) @ u_n.T + c_n
        candidate = np.tanh(x @ w_n.T + b_n + recurrent)
        hidden = z * hidden + (1 - z) * candidate if gate == "keeps-old" else (1 - z) * hidden + z * candidate
        outputs.append(hidden)
    return np.stack(outputs, 1), hidden


def loss(values, reset, gate):
    output, hidden = run(values, reset, gate)
    return (output * values["lossWeight.output"]).sum() + (hidden * values["lossWeight.final.hidden"]).sum()


def gradient(values, name, reset, gate):
    result = np.empty(values[name].shape)
    changed = dict(values) | {name: values[name].astype(np.complex128)}
    for index in np.ndindex(result.shape):
        kept = changed[name][index]
        changed[name][index] = kept + 1e-100j
        result[index] = loss(changed, reset, gate).imag / 1e-100
        changed[name][index] = kept
    return result


def cases():
    random = np.random.default_rng(SEED)
    given = {
        "input": draw(random, ROWS, STEPS, INPUTS, low=-1.5, high=1.5),
        "initial.hidden": draw(random, ROWS, HIDDEN, low=-0.9, high=0.9),
        "parameter.weight_ih": draw(random, 3 * HIDDEN, INPUTS),
        "parameter.weight_hh": draw(random, 3 * HIDDEN, HIDDEN),
        "parameter.bias_ih": draw(random, 3 * HIDDEN),
        "parameter.bias_hh": draw(random, 3 * HIDDEN),
        "lossWeight.output": draw(random, ROWS, STEPS, HIDDEN, low=-1, high=1),
        "lossWeight.final.hidden": draw(random, ROWS, HIDDEN, low=-1, high=1),
    }
    values = {name: value.astype(np.float64) for name, value in given.items()}
    differentiated = [n for n in given if not n.startswith("lossWeight")]
    for reset in ("after", "before"):
        for gate in ("keeps-old", "keeps-new"):
            output, hidden = run(values, reset, gate)
            expected = {"output": output, "final.hidden": hidden, "loss": loss(values, reset, gate)}
            expected |= {"gradient." + n: gradient(values, n, reset, gate) for n in differentiated}
            if (reset, gate) == ("after", "keeps-old"):
                check_against_pytorch(given, expected)
            options = {"reset": reset, "updateGate": gate, "inputSize": INPUTS, "hiddenSize": HIDDEN, "seed": SEED}
            yield Case("gru", f"gru-{reset}-{gate}", options).record_reference(given, expected)


def check_against_pytorch(given, expected):
    """The one variant that PyTorch has anchors this reference."""
    module = torch.nn.GRU(INPUTS, HIDDEN, batch_first=True).double()
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.tensor(given["parameter." + name.removesuffix("_l0")]))
    output, final = module(torch.tensor(given["input"]).double(), torch.tensor(given["initial.hidden"]).double()[None])
    weighted = (output * torch.tensor(given["lossWeight.output"])).sum()
    (weighted + (final[0] * torch.tensor(given["lossWeight.final.hidden"])).sum()).backward()
    pairs = [(output.detach(), expected["output"])]
    pairs += [(p.grad, expected["gradient.parameter." + n.removesuffix("_l0")]) for n, p in module.named_parameters()]
    worst = max(relative_error(a, b) for a, b in pairs)
    if worst > 1e-13:
        raise AssertionError(f"the NumPy GRU differs from PyTorch's by {worst}")
