#!/usr/bin/env python3
"""Writes a file with the format's reference implementation (pip install safetensors==0.8.0), for the reader's tests."""

import os

import numpy as np
import safetensors
import safetensors.numpy

TARGET = os.path.join(
    os.path.dirname(__file__), "..", "..", "formats", "src", "test", "resources", "reference-0.8.0.safetensors")


def main():
    if safetensors.__version__ != "0.8.0":
        raise SystemExit("needs safetensors 0.8.0: the file's name says so")
    ramp = np.arange(6).reshape(2, 3)
    tensors = {
        "int32": (ramp - 3).astype(np.int32),
        "float64": np.cos(ramp.astype(np.float64)),
        "float16": (ramp / 4).astype(np.float16),
        "int64": ramp.astype(np.int64) * -1000,
        "float32": np.sin(ramp).astype(np.float32),
        "scalar": np.array(2.5, np.float32),
        "empty": np.zeros((0, 2), np.float64),
    }
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    safetensors.numpy.save_file(tensors, TARGET, {"format": "np", "note": "größer 漢字 \"quoted\"\n"})


if __name__ == "__main__":
    main()
