/// The same recurrent network here and in PyTorch: of recorded cases for the suites, of cases drawn
/// at random by a PyTorch that is installed for `tools/parity`.
@NullMarked
package org.unroll.testkit.parity;

import org.jspecify.annotations.NullMarked;
