package org.unroll.recurrent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Tells parameters apart: a hash of names, types, shapes and bits.
final class Fingerprint {
    private static final int BLOCK = 1024; // elements

    private Fingerprint() {}

    /// SHA-256, as int32 `[8]`.
    static Tensor of(Parameters parameters) {
        MessageDigest digest = sha256();
        parameters
                .asMap()
                .forEach((name, tensor) -> {
                    String line = "%s %s %s\n".formatted(name, tensor.type(), tensor.shape());
                    digest.update(line.getBytes(StandardCharsets.UTF_8));
                    add(tensor.array(), tensor.size(), digest);
                });
        int[] hash = new int[8];
        ByteBuffer.wrap(digest.digest()).asIntBuffer().get(hash);
        return Tensor.of(hash, hash.length);
    }

    private static void add(Object array, int size, MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < size; from += BLOCK) {
            int count = Math.min(BLOCK, size - from);
            bytes.clear();
            int length =
                    switch (array) {
                        case float[] floats -> {
                            bytes.asFloatBuffer().put(floats, from, count);
                            yield count * Float.BYTES;
                        }
                        case double[] doubles -> {
                            bytes.asDoubleBuffer().put(doubles, from, count);
                            yield count * Double.BYTES;
                        }
                        default -> {
                            bytes.asIntBuffer().put((int[]) array, from, count);
                            yield count * Integer.BYTES;
                        }
                    };
            digest.update(bytes.limit(length));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) { // every JDK has it
            throw new IllegalStateException(e);
        }
    }
}
