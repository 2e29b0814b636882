import org.jspecify.annotations.NullMarked;

/// The command line.
@NullMarked
module org.unroll.cli {
    requires org.unroll.core;
    requires org.unroll.formats;
    requires org.unroll.tasks;
    requires info.picocli;
    requires tools.jackson.core;
    // For plots as PNG only.
    requires java.desktop;
    requires static org.jspecify;

    // picocli fills the fields of commands.
    opens org.unroll.cli to
            info.picocli;
}
