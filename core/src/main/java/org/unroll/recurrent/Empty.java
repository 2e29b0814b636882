package org.unroll.recurrent;

/// Keeps the package exported until its first type arrives; delete it then.
final class Empty {
    private Empty() {}
}
