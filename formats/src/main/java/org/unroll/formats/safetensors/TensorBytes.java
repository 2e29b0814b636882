package org.unroll.formats.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.unroll.tensor.Tensor;

/// Between a tensor's array and little-endian bytes, in blocks.
final class TensorBytes {
    /// Large enough for whole disk blocks, small enough to stay in the cache; a multiple of every
    /// element's size.
    static final int BLOCK_BYTES = 1 << 16;

    private TensorBytes() {}

    static ByteBuffer block() {
        return ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// An array for `size` elements of what the type is read as.
    static Object array(ElementType type, int size) {
        return switch (type.readAs()) {
            case FLOAT64 -> new double[size];
            case FLOAT32 -> new float[size];
            case INT32 -> new int[size];
        };
    }

    /// Fills the block with the tensor's elements from index `from`, ready to be read; returns the
    /// index after them.
    static int encode(Tensor tensor, int from, ByteBuffer block) {
        block.clear();
        int count =
                Math.min(tensor.size() - from, BLOCK_BYTES / ElementType.of(tensor.type()).bytes());
        switch (tensor.array()) {
            case double[] values -> block.asDoubleBuffer().put(values, from, count);
            case float[] values -> block.asFloatBuffer().put(values, from, count);
            case int[] values -> block.asIntBuffer().put(values, from, count);
            default -> throw new AssertionError(tensor.type());
        }
        block.limit(count * ElementType.of(tensor.type()).bytes());
        return from + count;
    }

    /// Stores the block's `count` elements from index `from` on.
    static void decode(ElementType type, ByteBuffer block, Object array, int from, int count) {
        switch (type) {
            case F64 -> block.asDoubleBuffer().get((double[]) array, from, count);
            case F32 -> block.asFloatBuffer().get((float[]) array, from, count);
            case I32 -> block.asIntBuffer().get((int[]) array, from, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    ((float[]) array)[from + i] = Float.float16ToFloat(block.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    ((float[]) array)[from + i] =
                            Float.intBitsToFloat(block.getShort(2 * i) << Short.SIZE);
                }
            }
            case I64 -> {
                for (int i = 0; i < count; i++) {
                    ((int[]) array)[from + i] = Math.toIntExact(block.getLong(8 * i));
                }
            }
        }
    }
}
