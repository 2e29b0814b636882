/// Images of digits: what examples learn from where there is no MNIST.
@NullMarked
package org.unroll.examples.digits;

import org.jspecify.annotations.NullMarked;
