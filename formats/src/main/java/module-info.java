import org.jspecify.annotations.NullMarked;

/// Model files and data files.
@NullMarked
module org.unroll.formats {
    requires transitive org.unroll.core;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports org.unroll.formats.idx;
    exports org.unroll.formats.safetensors;
}
