// SPDX-License-Identifier: Apache-2.0
package org.p2vit.cli.run;

import com.sun.jna.Library;
import com.sun.jna.Native;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.p2vit.quant.ProgressListener;

/**
 * Shows long work as a bar on standard error, one bar for each named step; where standard error is not a terminal, by a line now and
 * then ({@link ProgressLines}).
 */
public final class Progress implements ProgressListener, AutoCloseable {
    private static final int STANDARD_ERROR = 2;

    private final boolean visible;
    private final ProgressLines lines = new ProgressLines(System::nanoTime, System.err::println);
    private String step;
    private ProgressBar bar;

    private Progress(boolean visible) {
        this.visible = visible;
    }

    /** A listener for one command; close it before printing the result. */
    public static Progress onTerminal() {
        return new Progress(Native.load("c", CLibrary.class).isatty(STANDARD_ERROR) != 0);
    }

    @Override
    public void at(String name, long done, long total) {
        if (!visible) {
            lines.at(name, done, total);
            return;
        }
        if (!name.equals(step)) {
            close();
            step = name;
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.maxHint(total);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            step = null;
        }
    }

    /** {@code System.console()} speaks of standard output and changed its meaning in JDK 22; the C library does not. */
    private interface CLibrary extends Library {
        int isatty(int fileDescriptor);
    }
}
