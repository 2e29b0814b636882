/// Arithmetic on arrays: scalar and vector kernels and the choice between them.
package org.unroll.internal.kernel;
