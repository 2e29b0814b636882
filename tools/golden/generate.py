#!/usr/bin/env python3
"""Writes the recorded numbers that the tests compare with: python3 generate.py [FOLDER].

Needs PyTorch and NumPy; see README.md for the versions. Every file is replaced, and manifest.json lists them.
"""

import hashlib
import json
import os
import platform
import shutil
import sys

import numpy as np
import torch

import cells_reference
import layers
import losses
import optimizers
import recurrent
import schedules
import tied

DEFAULT = os.path.join(os.path.dirname(__file__), "..", "..", "testkit", "src", "test", "resources", "golden")
MODULES = (recurrent, cells_reference, layers, losses, optimizers, schedules, tied)


def main():
    folder = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else DEFAULT)
    shutil.rmtree(folder, ignore_errors=True)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    entries = []
    for module in MODULES:
        for case in module.cases():
            path = case.write(folder)
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            entries.append({
                "family": case.family,
                "name": case.name,
                "sha256": digest,
                "largestFloat32Error": float(f"{max(case.float32_errors.values(), default=0.0):.3g}"),
            })
    manifest = {
        "versions": {"torch": torch.__version__, "numpy": np.__version__, "python": platform.python_version()},
        "seeds": {module.__name__: module.SEED for module in MODULES},
        "cases": entries,
    }
    with open(os.path.join(folder, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=1)
        file.write("\n")
    print(f"{len(entries)} cases in {folder}")


if __name__ == "__main__":
    main()
