"""Writes safetensors files by hand, so that the fixtures do not come from the code that they test."""

import json
import struct

import numpy as np

NAMES = {np.dtype("<f8"): "F64", np.dtype("<f4"): "F32", np.dtype("<i4"): "I32"}


def write(path, tensors, metadata):
    """The same content gives the same bytes: tensors in the order given, metadata sorted by key."""
    # Wide types first, so that every tensor starts at a multiple of its element's size.
    ordered = sorted(tensors.items(), key=lambda item: -np.asarray(item[1]).dtype.itemsize)
    header = {"__metadata__": dict(sorted(metadata.items()))}
    data = b""
    for name, value in ordered:
        array = np.asarray(value)
        contents = array.tobytes("C")
        header[name] = {
            "dtype": NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + len(contents)],
        }
        data += contents
    encoded = json.dumps(header, separators=(",", ":")).encode("utf-8")
    encoded += b" " * (-len(encoded) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded + data)
