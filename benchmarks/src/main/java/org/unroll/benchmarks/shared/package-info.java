/// What both sides of a comparison have to agree on: the workloads, their numbers, and how a
/// process is told what to time. Compiled into this module and into each peer.
@NullMarked
package org.unroll.benchmarks.shared;

import org.jspecify.annotations.NullMarked;
