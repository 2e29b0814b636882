/// Timings: the workloads of `./unroll bench`, each in a process of its own, if wanted beside the
/// same work done by another library.
@NullMarked
package org.unroll.benchmarks;

import org.jspecify.annotations.NullMarked;
