/// The IDX format, in which the handwritten digits of MNIST are distributed: an array of any number
/// of dimensions, plain or compressed by gzip.
///
/// {@link org.unroll.formats.idx.IdxFile} is one such array, {@link
/// org.unroll.formats.idx.LabelledImages} a file of images with a file of their classes. A file is
/// two zero bytes, a byte for the type of the elements, a byte for the number of dimensions, each
/// dimension as a 32-bit big-endian number, and the elements. A file that is cut off, has bytes
/// left over or is something else ends in an {@link org.unroll.data.InputException} whose message
/// is one line naming the file.
///
/// | Type | In the file | Read |
/// |---|---|---|
/// | unsigned bytes | `0x08` | yes |
/// | signed bytes | `0x09` | refused by name |
/// | 16-bit and 32-bit integers | `0x0B`, `0x0C` | refused by name |
/// | float32, float64 | `0x0D`, `0x0E` | refused by name |
package org.unroll.formats.idx;
