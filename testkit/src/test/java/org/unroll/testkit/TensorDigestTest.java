package org.unroll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Tensor;

class TensorDigestTest {
    @Test
    void theDigestSeesNamesTypesShapesOrderAndEveryBit() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3}, 4);
        Map<String, Tensor> base = ordered("a", x, "b", x);
        String digest = TensorDigest.sha256(base);
        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(TensorDigest.sha256(base));
        assertThat(TensorDigest.sha256(ordered("b", x, "a", x))).isNotEqualTo(digest);
        assertThat(TensorDigest.sha256(ordered("a", x, "c", x))).isNotEqualTo(digest);
        Tensor square = Tensor.of(new float[] {0, 1, 2, 3}, 2, 2);
        assertThat(TensorDigest.sha256(ordered("a", x, "b", square))).isNotEqualTo(digest);
        Tensor ints = Tensor.of(new int[] {0, 0x3F800000, 0x40000000, 0x40400000}, 4);
        assertThat(TensorDigest.sha256(ordered("a", x, "b", ints))).isNotEqualTo(digest);
        Tensor negativeZero = Tensor.of(new float[] {-0f, 1, 2, 3}, 4);
        assertThat(TensorDigest.sha256(ordered("a", x, "b", negativeZero))).isNotEqualTo(digest);
    }

    private static Map<String, Tensor> ordered(String a, Tensor x, String b, Tensor y) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(a, x);
        tensors.put(b, y);
        return tensors;
    }
}
