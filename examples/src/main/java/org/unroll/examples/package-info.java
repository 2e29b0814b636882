/// Programs to read and to change: five notebooks step by step, and small ones of one task each
/// that the documents show parts of. `./unroll examples` lists them.
@NullMarked
package org.unroll.examples;

import org.jspecify.annotations.NullMarked;
