package org.unroll.model;

import java.util.Objects;

/// Where data came from.
///
/// @param name the file's name without its folder, or what else the data is called
/// @param sha256 hash of the file's bytes, 64 hexadecimal digits
public record DataSource(String name, String sha256) {
    /// Both are required.
    public DataSource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
    }
}
