import org.jspecify.annotations.NullMarked;

/// Text generation and sequence classification, and sets of data to try them on.
@NullMarked
module org.unroll.tasks {
    requires transitive org.unroll.core;
    requires org.unroll.formats;
    requires de.siegmar.fastcsv;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports org.unroll.model;
    exports org.unroll.text;
    exports org.unroll.classify;
    exports org.unroll.datasets;
}
