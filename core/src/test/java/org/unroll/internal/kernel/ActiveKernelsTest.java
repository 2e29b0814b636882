package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The build runs all tests twice. Without this one, a run on the wrong kernels would pass unseen.
class ActiveKernelsTest {
    @Test
    @EnabledIfSystemProperty(named = "unroll.test.kernels", matches = ".+")
    void theTestsRunOnTheKernelsTheyAreMeantFor() {
        assertThat(KernelChoice.description())
                .startsWith(System.getProperty("unroll.test.kernels"));
    }
}
