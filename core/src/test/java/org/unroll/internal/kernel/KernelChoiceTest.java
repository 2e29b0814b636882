package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    /// The build runs the suite twice and says which kernels it means; so the vector tests cannot
    /// be skipped by an accident of flags.
    @Test
    void theExpectedKernelsAreChosen() {
        String expected = System.getProperty("unroll.test.kernels");
        if (expected == null) {
            boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            expected = there ? "vector" : "scalar";
        }
        assertThat(KernelChoice.float32().name()).startsWith(expected);
        assertThat(KernelChoice.float64().name()).startsWith(expected);
        assertThat(KernelChoice.description()).startsWith(expected);
    }

    @Test
    void theScalarChoiceSaysWhatToDo() {
        if (KernelChoice.float32().name().equals("scalar")) {
            assertThat(KernelChoice.description()).contains("--add-modules jdk.incubator.vector");
        } else {
            assertThat(KernelChoice.description()).contains(VectorWidth.BITS + "-bit");
        }
    }
}
