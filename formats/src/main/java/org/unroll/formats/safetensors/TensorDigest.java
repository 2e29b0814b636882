package org.unroll.formats.safetensors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// A fingerprint of named tensors: two sets agree exactly when names, order, types, shapes and all
/// bits agree.
///
/// The format has no checksum of its own, so a changed byte of a weight would load in silence. A
/// model file that puts this into its metadata can tell.
public final class TensorDigest {
    private TensorDigest() {}

    /// The SHA-256 as 64 hexadecimal digits.
    public static String sha256(Map<String, Tensor> tensors) {
        MessageDigest digest = sha256();
        ByteBuffer block = TensorBytes.block();
        tensors.forEach((name, tensor) -> {
            // Lengths come first, so that no two different sets give the same bytes.
            byte[] encodedName = name.getBytes(StandardCharsets.UTF_8);
            String header = encodedName.length + " " + tensor.type() + " " + tensor.shape() + " ";
            digest.update(header.getBytes(StandardCharsets.UTF_8));
            digest.update(encodedName);
            for (int from = 0; from < tensor.size(); ) {
                from = TensorBytes.encode(tensor, from, block);
                digest.update(block);
            }
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
