/// The workloads done by PyTorch's C++ library.
@NullMarked
package org.unroll.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
