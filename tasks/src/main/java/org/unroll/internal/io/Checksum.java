package org.unroll.internal.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.unroll.tensor.Tensor;

/// One number over texts and tensors. It notices accidents, not forgers: CRC-32C is nearly free to
/// compute, and whoever alters a file on purpose could compute any other checksum anew as well.
final class Checksum {
    private static final int BLOCK = 1 << 13;

    private final CRC32C sum = new CRC32C();
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BLOCK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private Checksum() {}

    /// Eight hexadecimal digits; the order of names does not matter.
    static String of(Map<String, String> texts, Map<String, Tensor> tensors) {
        Checksum checksum = new Checksum();
        new TreeMap<>(texts)
                .forEach((name, text) -> {
                    checksum.add(name);
                    checksum.add(text);
                });
        new TreeMap<>(tensors)
                .forEach((name, tensor) -> {
                    checksum.add(name);
                    checksum.add(tensor.type() + " " + tensor.shape());
                    checksum.add(tensor);
                });
        return "%08x".formatted(checksum.sum.getValue());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.clear().putInt(bytes.length);
        sum.update(buffer.flip());
        sum.update(bytes);
    }

    private void add(Tensor tensor) {
        for (int from = 0; from < tensor.size(); from += BLOCK) {
            int count = Math.min(BLOCK, tensor.size() - from);
            buffer.clear();
            switch (tensor.array()) {
                case float[] floats -> buffer.asFloatBuffer().put(floats, from, count);
                case double[] doubles -> buffer.asDoubleBuffer().put(doubles, from, count);
                case int[] ints -> buffer.asIntBuffer().put(ints, from, count);
                default -> throw new IllegalStateException("unknown array of " + tensor.type());
            }
            sum.update(buffer.limit(count * bytes(tensor)));
        }
    }

    private static int bytes(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT64 -> Double.BYTES;
            case INT32 -> Integer.BYTES;
        };
    }
}
