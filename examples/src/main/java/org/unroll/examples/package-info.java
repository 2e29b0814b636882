/// Small programs, one task each; the documents show parts of them. `./unroll examples` lists them.
@NullMarked
package org.unroll.examples;

import org.jspecify.annotations.NullMarked;
