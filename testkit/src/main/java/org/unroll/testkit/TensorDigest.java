package org.unroll.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// A fingerprint of named tensors: two sets agree exactly when names, order, types, shapes and all
/// bits agree.
public final class TensorDigest {
    private TensorDigest() {}

    /// The SHA-256 as 64 hexadecimal digits.
    public static String sha256(Map<String, Tensor> tensors) {
        MessageDigest digest = sha256();
        tensors.forEach((name, tensor) -> {
            // Lengths come first, so that no two different sets give the same bytes.
            String header = name.length() + name + " " + tensor.type() + " " + tensor.shape() + " ";
            digest.update(header.getBytes(StandardCharsets.UTF_8));
            // Every float32 and every int32 has a float64 of its own.
            ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Double.BYTES);
            bytes.asDoubleBuffer().put(tensor.toDoubles());
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
