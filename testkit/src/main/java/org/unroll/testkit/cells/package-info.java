/// Cells as users write them, from ten lines of equations each: those of the notebooks with which
/// this library began, and others from the literature. For the suites that hold the engine to its
/// promises, and for measurements.
@NullMarked
package org.unroll.testkit.cells;

import org.jspecify.annotations.NullMarked;
