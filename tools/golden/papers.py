"""Recurrent cells from the equations of the papers that they come from, in NumPy: one function each, which takes a step.

Nothing here is shared with, or known of, the code under test but names and the order of the gates in a weight. All axes
are counted from the end, so that any tensor may have further axes in front: a derivative is one evaluation with a complex
step in every element of a tensor at once. f(x + ih).imag / h has no subtraction and so no cancellation: for h = 1e-100 it
is exact to rounding. Every function here is analytic but at its kinks, whose distance is watched.
"""

import numpy as np

EPSILON = 1e-5  # of layer normalisation
STEP = 1e-100


class Kinks:
    """Of the functions that numbers went through: the smallest distance of any number from a kink, and on which sides of
    each kink they were."""

    nearest, sides = np.inf, {}

    @classmethod
    def forget(cls):
        cls.nearest, cls.sides = np.inf, {}

    @classmethod
    def chosen(cls, x, at, low, high):
        """`low` where x is below the kink, `high` above."""
        above = x.real > at
        cls.nearest = min(cls.nearest, np.abs(x.real - at).min())
        cls.sides.setdefault(at, set()).update(above.ravel().tolist())
        return np.where(above, high, low)

    @classmethod
    def tell_apart(cls):
        """Whether no number is so near to a kink that rounding could decide, and every kink matters."""
        return cls.nearest > 1e-3 and all(len(sides) == 2 for sides in cls.sides.values())


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return Kinks.chosen(x, 0, 0 * x, x)


def clip(x, low, high):
    return Kinks.chosen(x, high, Kinks.chosen(x, low, low + 0 * x.real, x), high + 0 * x.real)


def softplus(x):
    return np.log(1 + np.exp(x))


FUNCTIONS = {
    "identity": lambda x: x,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": relu,
    "relu6": lambda x: clip(x, 0, 6),
    "elu": lambda x: Kinks.chosen(x, 0, np.exp(x) - 1, x),
    "selu": lambda x: 1.0507009873554805 * Kinks.chosen(x, 0, 1.6732632423543772 * (np.exp(x) - 1), x),
    "leaky relu": lambda x: Kinks.chosen(x, 0, 0.01 * x, x),
    "silu": lambda x: x * sigmoid(x),
    "gelu tanh": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "mish": lambda x: x * np.tanh(softplus(x)),
    "softplus": softplus,
    "softsign": lambda x: x / (1 + Kinks.chosen(x, 0, -x, x)),
    "exponential": np.exp,
    "hard tanh": lambda x: clip(x, -1, 1),
    "hard sigmoid": lambda x: clip(x / 6 + 1 / 2, 0, 1),
    "hard sigmoid fifth": lambda x: clip(0.2 * x + 0.5, 0, 1),
}


def product(x, weight):
    return x @ np.swapaxes(weight, -1, -2)


def by_rows(vector):
    """A vector that is the same for all rows."""
    return vector[..., None, :]


def normalised(x):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + EPSILON)


class Weights:
    """The parameters of a cell, by names, and what the options say of the sums that they are used in."""

    def __init__(self, values, options, masks):
        self.values, self.options, self.masks = values, options, masks

    def __getitem__(self, name):
        return self.values[name]

    def row(self, name):
        return by_rows(self.values[name])

    def function(self, name, usual):
        return FUNCTIONS[self.options.get(name, usual)]

    def gates(self, name, count):
        return np.split(self.values[name], count, -2)

    def input_side(self, x, groups):
        """W x + b of each gate; with layer normalisation LN(W x; alpha, beta) + b, over the gates of a group together."""
        return self.side(x, self["weight_ih"], "ih", "bias" if "bias" in self.values else "bias_ih", groups)

    def state_side(self, h, groups):
        """U h + b' of each gate, likewise; dropout leaves out numbers of h or of U, the same at every timestep."""
        return self.side(self.seen(h), self.recurrent(), "hh", "bias_hh", groups)

    def seen(self, h):
        """h as the gates see it: with variational dropout (Gal and Ghahramani 2016)."""
        return h * self.masks["recurrentDropout"] if "recurrentDropout" in self.masks else h

    def recurrent(self):
        """U, with DropConnect (Wan et al. 2013; Merity et al. 2018)."""
        u = self["weight_hh"]
        return u * self.masks["weightDropout"] if "weightDropout" in self.masks else u

    def side(self, x, weight, side, bias, groups, first=0):
        """Of all gates, or from the `first` on as many as there are in the groups."""
        count = sum(groups)
        size = weight.shape[-2] // count
        part = slice(first * size, (first + count) * size)
        sums = product(x, weight)
        if "layerNorm" in self.options:
            ends = np.cumsum(groups)[:-1] * size
            sums = np.concatenate([normalised(group) for group in np.split(sums, ends, -1)], -1)
            sums = sums * self.row("norm_weight_" + side)[..., part] + self.row("norm_bias_" + side)[..., part]
        if bias in self.values:
            sums = sums + self.row(bias)[..., part]
        return np.split(sums, count, -1)


def elman(x, state, p):
    """h' = f(W x + U h + b): Elman 1990. Layer normalisation is of both products, as in Ba et al.'s LSTM."""
    (w,), (u,) = p.input_side(x, [1]), p.state_side(state["hidden"], [1])
    h = p.function("activation", "tanh")(w + u)
    return h, {"hidden": h}


def jordan(x, state, p):
    """h = f(W x + U y + b), y' = g(V h + c), where y is fed back: Jordan 1986."""
    (w,), (u,) = p.input_side(x, [1]), p.state_side(state["output"], [1])
    h = p.function("activation", "tanh")(w + u)
    y = p.function("outputActivation", "identity")(product(h, p["weight_ho"]) + p.row("bias_ho"))
    return y, {"output": y}


def lstm(x, state, p):
    """Gers, Schmidhuber, Cummins 2000 (forget gate); Gers, Schraudolph, Schmidhuber 2002 (peepholes: input and forget gate
    look at the old cell, the output gate at the new one); Sak, Senior, Beaufays 2014 (projection, clipped cell); Greff et
    al. 2017 (coupled gates: f = 1 - i); Ba, Kiros, Hinton 2016 (layer normalisation, also of the cell before the output's
    tanh). Gates in the order i, f, g, o; i, g, o if coupled."""
    coupled = "coupledGates" in p.options
    groups = [3 if coupled else 4]
    sums = [w + u for w, u in zip(p.input_side(x, groups), p.state_side(state["hidden"], groups))]
    c = state["cell"]
    looks = {}
    if "peepholes" in p.options:
        names = ("i", "o") if coupled else ("i", "f", "o")
        looks = dict(zip(names, np.split(p.row("peephole"), len(names), -1)))
    i = sums[0] + looks.get("i", 0) * c
    i = p.function("inputGate", "sigmoid")(i)
    if coupled:
        f = 1 - i
    else:
        f = p.function("forgetGate", "sigmoid")(sums[1] + looks.get("f", 0) * c)
    g = p.function("candidate", "tanh")(sums[-2])
    new = f * c + i * g
    if "cellClip" in p.options:
        new = clip(new, -p.options["cellClip"], p.options["cellClip"])
    o = p.function("outputGate", "sigmoid")(sums[-1] + looks.get("o", 0) * new)
    shown = new
    if "layerNorm" in p.options:
        shown = normalised(new) * p.row("norm_weight_cell") + p.row("norm_bias_cell")
    h = o * p.function("cell", "tanh")(shown)
    if "projection" in p.options:
        h = product(h, p["weight_hr"])
    return h, {"hidden": h, "cell": new}


def gru(x, state, p):
    """Cho et al. 2014 (arXiv:1406.1078): r = s(Wr x + Ur h), z = s(Wz x + Uz h), candidate = tanh(W x + U (r * h)), and
    h' = z * h + (1 - z) * candidate. "After" applies r to U h instead, with its bias, as cuDNN, PyTorch and Keras do; the
    other convention of z has it on the candidate. Layer normalisation is over r and z together, and over the candidate."""
    h = state["hidden"]
    groups = [2, 1]
    w_r, w_z, w_n = p.input_side(x, groups)
    function = p.function("resetGate", "sigmoid"), p.function("updateGate", "sigmoid"), p.function("candidate", "tanh")
    if p.options["reset"] == "after":
        u_r, u_z, u_n = p.state_side(h, groups)
        r, z = function[0](w_r + u_r), function[1](w_z + u_z)
        n = function[2](w_n + r * u_n)
    else:
        u = p.recurrent()
        size = u.shape[-1]
        u_r, u_z = p.side(p.seen(h), u[..., : 2 * size, :], "hh", "bias_hh", [2])
        r, z = function[0](w_r + u_r), function[1](w_z + u_z)
        (u_n,) = p.side(r * p.seen(h), u[..., 2 * size :, :], "hh", "bias_hh", [1], first=2)
        n = function[2](w_n + u_n)
    h = z * h + (1 - z) * n if p.options["update"] == "keeps state" else (1 - z) * h + z * n
    return h, {"hidden": h}


def minimal(x, state, p):
    """f = s(Wf x + Uf h + bf), n = tanh(Wn x + Un (f * h) + bn), h' = (1 - f) * h + f * n: Zhou et al. 2016."""
    h = state["hidden"]
    w_f, w_n = p.input_side(x, [1, 1])
    u = p.recurrent()
    size = u.shape[-1]
    (u_f,) = p.side(p.seen(h), u[..., :size, :], "hh", "bias_hh", [1])
    f = sigmoid(w_f + u_f)
    (u_n,) = p.side(f * p.seen(h), u[..., size:, :], "hh", "bias_hh", [1], first=1)
    h = (1 - f) * h + f * np.tanh(w_n + u_n)
    return h, {"hidden": h}


def independent(x, state, p):
    """h' = relu(W x + u * h + b): Li et al. 2018."""
    (w,) = p.input_side(x, [1])
    h = p.function("activation", "relu")(w + p.row("weight_hh") * p.seen(state["hidden"]))
    return h, {"hidden": h}


CELLS = {f.__name__: f for f in (elman, jordan, lstm, gru, minimal, independent)}


def zoned(x, state, p):
    """Krueger et al. 2017: each number of each state is the old one where the mask is 0, and the cell's where it is 1; in
    inference their mean. The cell's own equations are left as they are, so h' is made of the c' that is not zoned."""
    output, new = CELLS[p.options["kind"]](x, state, p)
    kept = {}
    for index, name in enumerate(new):
        rate = p.options["zoneout"][index]
        mask = p.masks.get(f"zoneout.{name}", 1 - rate)
        kept[name] = mask * new[name] + (1 - mask) * state[name]
    return next((kept[name] for name in new if new[name] is output), output), kept


def step(x, state, p):
    if "inputDropout" in p.masks:
        x = x * p.masks["inputDropout"]
    return (zoned if "zoneout" in p.options else CELLS[p.options["kind"]])(x, state, p)


def layer(sequence, state, p, lengths, backwards):
    """Reads each row from its first to its last valid timestep, or the other way round. What stands at skipped timesteps
    is zero, or the last output that was read before it."""
    steps = sequence.shape[-2]
    outputs, last = {}, None
    masks = p.masks
    for at in reversed(range(steps)) if backwards else range(steps):
        read = by_rows(np.asarray(lengths) > at).swapaxes(-1, -2)
        p.masks = {name: mask[:, at] if name.startswith("zoneout") else mask for name, mask in masks.items()}
        output, new = step(sequence[..., at, :], state, p)
        state = {name: np.where(read, new[name], state[name]) for name in state}
        before = last if last is not None and p.options.get("skippedSteps") == "last output" else 0 * output
        last = outputs[at] = np.where(read, output, before)
    p.masks = masks
    return np.stack([outputs[at] for at in range(steps)], -2), state


MERGES = {
    "concatenate": lambda forward, backward: np.concatenate([forward, backward], -1),
    "sum": lambda forward, backward: forward + backward,
    "average": lambda forward, backward: (forward + backward) / 2,
    "product": lambda forward, backward: forward * backward,
}


def network(values, options, directions, lengths):
    """Layers on top of each other, each of one or both directions. Parameters end with _l0, or _l0_reverse; initial and
    final states are stacked over layers and directions, in this order; a start that is learned is a parameter, start_NAME,
    the same for all rows. Masks are called mask.NAME. All results by name."""
    sequence, finals = values["input"], []
    for index in range(options.get("layers", 1)):
        outputs = []
        for at, backwards in enumerate(directions):
            suffix = f"_l{index}" + ("_reverse" if at else "")
            own = {name.removeprefix("parameter.").removesuffix(suffix): value
                   for name, value in values.items() if name.startswith("parameter.") and name.endswith(suffix)}
            masks = {name.removeprefix("mask."): value for name, value in values.items() if name.startswith("mask.")}
            place = index * len(directions) + at
            state = {name.removeprefix("initial."): value[..., place, :, :]
                     for name, value in values.items() if name.startswith("initial.")}
            for name, start in own.items():
                if name.startswith("start_"):
                    rows = np.zeros((sequence.shape[-3], 1))
                    state[name.removeprefix("start_")] = by_rows(start) + rows
            output, final = layer(sequence, state, Weights(own, options, masks), lengths, backwards)
            outputs.append(output)
            finals.append(final)
        above = MERGES[options.get("merge", "concatenate")](*outputs) if len(outputs) == 2 else outputs[0]
        residual = "residual" in options and index > 0
        sequence = above + sequence if residual else above
    return {"output": sequence} | {f"final.{name}": np.stack([f[name] for f in finals], -3) for name in finals[0]}


def loss(results, values):
    """Of everything that comes out, with the given weights; one for each evaluation at once."""
    total = 0
    for name, result in results.items():
        weighted = result * values["lossWeight." + name]
        total = total + weighted.sum(tuple(range(-values["lossWeight." + name].ndim, 0)))
    return total


def results(given, *how):
    """What comes out, the weighted sum of it, and the gradients of that by everything that goes in."""
    values = {name: value.astype(np.float64) for name, value in given.items()}
    expected = network(values, *how)
    expected["loss"] = loss(expected, values)
    for name, value in values.items():
        if name.startswith(("input", "initial.", "parameter.")):
            # Every layer gets the further axis, also one that does not depend on what is moved.
            moved = {n: np.broadcast_to(v, (value.size, *v.shape)) for n, v in values.items() if n.startswith("in")}
            steps = np.eye(value.size).reshape(value.size, *value.shape) * (1j * STEP)
            moved = values | moved | {name: value + steps}
            expected["gradient." + name] = (loss(network(moved, *how), moved).imag / STEP).reshape(value.shape)
    return expected
