/// What the suites measure with: numerical gradients, recorded numbers, and how far two tensors are
/// apart.
@NullMarked
package org.unroll.testkit;

import org.jspecify.annotations.NullMarked;
