"""One recorded case: what goes in, what must come out, and PyTorch's own float32 error of each result."""

import os

import numpy as np
import torch

import safetensors_file


def relative_error(actual, expected):
    """max|a-b| / max|b| per tensor, the measure by which the Java side compares too."""
    actual, expected = np.asarray(actual, np.float64), np.asarray(expected, np.float64)
    if expected.size == 0:
        return 0.0
    largest, difference = np.abs(expected).max(), np.abs(actual - expected).max()
    return float(difference / largest) if largest > 0 else float(difference)


def draw(random, *shape, low=-0.6, high=0.6):
    """Random numbers that float32 holds exactly, so that float32 and float64 start from the same values."""
    return random.uniform(low, high, shape).astype(np.float32)


class Case:
    """`given` are float32-representable inputs, `expected` float64 results under the same names everywhere.

    In the file, tensors are called `given.<name>` and `expected.<name>`; the metadata holds the options and, as
    `float32Error.<name>`, how far PyTorch's own float32 run of the same case is from its float64 run.
    """

    def __init__(self, family, name, options):
        self.family, self.name, self.options = family, name, {k: str(v) for k, v in options.items()}
        self.given, self.expected, self.float32_errors = {}, {}, {}

    def record(self, given, compute):
        """Runs `compute(type, given as tensors of that type) -> dict` in float64 and float32."""
        self.given = given
        results = {}
        for type in (torch.float64, torch.float32):
            tensors = {
                name: torch.tensor(value, dtype=None if value.dtype == np.int32 else type)
                for name, value in given.items()
            }
            results[type] = {k: detached(v) for k, v in compute(type, tensors).items()}
        self.expected = {k: np.asarray(v, np.float64) for k, v in results[torch.float64].items()}
        for name, value in self.expected.items():
            if not np.isfinite(value).all():
                raise AssertionError(f"{self.family}/{self.name}: {name} is not finite")
            self.float32_errors[name] = relative_error(results[torch.float32][name], value)
        return self

    def record_reference(self, given, expected):
        """Results of a float64 reference that is not PyTorch's: no float32 error is known."""
        self.given = given
        self.expected = {k: np.asarray(v, np.float64) for k, v in expected.items()}
        return self

    def write(self, folder):
        tensors = {f"expected.{k}": v for k, v in self.expected.items()}
        tensors |= {f"given.{k}": v for k, v in self.given.items()}
        metadata = dict(self.options)
        metadata |= {f"float32Error.{k}": repr(float(f"{v:.3g}")) for k, v in self.float32_errors.items()}
        path = os.path.join(folder, self.family, self.name + ".safetensors")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        safetensors_file.write(path, tensors, metadata)
        return path


def detached(value):
    return value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
