package org.unroll.examples.support;

import java.awt.image.BufferedImage;

/// Something that can be looked at: `run.show("loss", picture)`.
@FunctionalInterface
public interface Picture {
    /// Draws it, opaque, on white.
    BufferedImage image();
}
