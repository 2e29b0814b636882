package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    @Test
    void theDescriptionSaysWhyAndWhatToDo() {
        if (KernelChoice.float32().name().equals("scalar")) {
            assertThat(KernelChoice.description()).contains("--add-modules jdk.incubator.vector");
        } else {
            assertThat(KernelChoice.description()).contains(VectorWidth.BITS + "-bit");
        }
    }
}
