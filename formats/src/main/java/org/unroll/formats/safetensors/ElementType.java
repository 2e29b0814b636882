package org.unroll.formats.safetensors;

import java.util.Optional;
import org.unroll.tensor.DType;

/// The element types that this library reads, by the names they have in a header.
enum ElementType {
    F64(8, DType.FLOAT64),
    F32(4, DType.FLOAT32),
    F16(2, DType.FLOAT32),
    BF16(2, DType.FLOAT32),
    I64(8, DType.INT32),
    I32(4, DType.INT32);

    private final int bytes;
    private final DType readAs;

    ElementType(int bytes, DType readAs) {
        this.bytes = bytes;
        this.readAs = readAs;
    }

    int bytes() {
        return bytes;
    }

    DType readAs() {
        return readAs;
    }

    static Optional<ElementType> named(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static ElementType of(DType type) {
        return switch (type) {
            case FLOAT64 -> F64;
            case FLOAT32 -> F32;
            case INT32 -> I32;
        };
    }
}
