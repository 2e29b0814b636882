/// The [safetensors format](https://github.com/huggingface/safetensors): reading, writing,
/// checking.
///
/// {@link org.unroll.formats.safetensors.SafetensorsFile} is the whole of it: named tensors in an
/// order, and metadata from strings to strings. A file is a 64-bit little-endian header length, a
/// JSON header of that length and the tensors' bytes one after another. Everything the format
/// promises is checked before memory is taken for a tensor, so a file that is cut off, altered or
/// hostile ends in a {@link org.unroll.formats.safetensors.SafetensorsException} whose message is
/// one line naming the file and, where there is one, the tensor.
///
/// | Type in the file | Read as | Written |
/// |---|---|---|
/// | `F64` | float64 | yes |
/// | `F32` | float32 | yes |
/// | `F16`, `BF16` | float32, exactly | no |
/// | `I32` | int32 | yes |
/// | `I64` | int32 where every value fits, otherwise refused | no |
/// | others | refused by name | no |
package org.unroll.formats.safetensors;
