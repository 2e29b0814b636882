/// Tensors, their shapes, and automatic differentiation.
package org.unroll.tensor;
