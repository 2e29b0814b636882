/// Images of digits: where they come from if there is no MNIST, and how networks learn them.
@NullMarked
package org.unroll.examples.digits;

import org.jspecify.annotations.NullMarked;
