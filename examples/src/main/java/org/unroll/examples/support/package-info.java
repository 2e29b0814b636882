/// What the larger examples share: pictures, tables, and means with their spread.
@NullMarked
package org.unroll.examples.support;

import org.jspecify.annotations.NullMarked;
