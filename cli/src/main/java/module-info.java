import org.jspecify.annotations.NullMarked;

/// The command line.
@NullMarked
module org.unroll.cli {
    requires org.unroll.core;
    requires org.unroll.formats;
    requires org.unroll.tasks;
    requires info.picocli;
    requires xchart;
    requires me.tongfei.progressbar;
    requires tools.jackson.core;
    requires static org.jspecify;

    opens org.unroll.cli to
            info.picocli;
}
