/// Makes Jupyter notebooks of the programs, and runs them without Jupyter. `tools/notebooks` is the
/// way in.
@NullMarked
package org.unroll.examples.notebook;

import org.jspecify.annotations.NullMarked;
