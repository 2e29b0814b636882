package org.unroll.tensor;

/// The type of a tensor's elements.
public enum DType {
    /// 32-bit IEEE floating point, held in a `float[]`.
    FLOAT32("float32", 4),
    /// 64-bit IEEE floating point, held in a `double[]`.
    FLOAT64("float64", 8),
    /// 32-bit integers, held in an `int[]`: indices and class labels. No arithmetic.
    INT32("int32", 4);

    private final String label;
    private final int bytes;

    DType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /// The bytes that one element takes.
    public int bytes() {
        return bytes;
    }

    /// Whether elements are real numbers, on which arithmetic is defined.
    public boolean isFloating() {
        return this != INT32;
    }

    /// The type of this name, as [#toString()] prints it.
    ///
    /// @throws IllegalArgumentException if there is none
    public static DType named(String name) {
        for (DType type : values()) {
            if (type.label.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "expected float32, float64 or int32 but got '" + name + "'");
    }

    /// An array of zeros for a tensor that is made now: in a training step, from its memory. All
    /// arrays of tensors come from here or from [#allocateUnwritten].
    Object allocate(int length) {
        return StepMemory.allocate(this, length, StepMemory.Content.ZEROS);
    }

    /// The same for a caller that writes every element; until then they may be anything.
    Object allocateUnwritten(int length) {
        return StepMemory.allocate(this, length, StepMemory.Content.ANYTHING);
    }

    /// An array that lasts.
    Object newArray(int length) {
        return switch (this) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case INT32 -> new int[length];
        };
    }

    static DType of(Object array) {
        return switch (array) {
            case float[] _ -> FLOAT32;
            case double[] _ -> FLOAT64;
            case int[] _ -> INT32;
            default ->
                    throw new IllegalArgumentException(
                            "expected float[], double[] or int[] but got "
                                    + array.getClass().getSimpleName());
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
