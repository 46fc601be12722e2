// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.dsl;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A hardware description that cannot be built. The message keeps what a reader can act on: SpinalHDL's sentence and the
 * stack lines of the user's own Java code.
 */
public final class HdlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern FRAME =
            Pattern.compile("\\s*(?:at )?(?:[\\w.]+/)?((?:[\\w$]+\\.)+)[\\w$<>]+\\([^)]*\\)\\s*");
    private static final Pattern FACADE_LINE = Pattern.compile(
            " at " + Pattern.quote(HdlException.class.getPackageName()) + "\\.\\w+\\.[\\w$<>]+\\([^)]*\\)");
    private static final Pattern RULER = Pattern.compile("\\s*\\*{5,}\\s*");

    /** An error found by the description itself. */
    public HdlException(String message) {
        super(message);
    }

    HdlException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Refuses a use of this package; the line of user code is added to {@code sentence}. */
    static void require(boolean condition, Supplier<String> sentence) {
        if (!condition) {
            throw new HdlException(sentence.get() + ", at " + Scala.userFrame());
        }
    }

    /** What SpinalHDL threw and printed, reduced to the sentences and the lines of user code. */
    static HdlException of(Throwable error, String printed) {
        if (error instanceof HdlException own) {
            return own;
        }
        String reported = error.getMessage() == null ? "" : error.getMessage();
        boolean isReport = error.getClass().getName().startsWith("spinal.core.");
        String text = isReport ? reported + "\n" + printed : error.toString();
        String where = isReport
                ? ""
                : Arrays.stream(error.getStackTrace())
                        .filter(frame -> Scala.isUserClass(frame.getClassName()))
                        .limit(8)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
        return new HdlException(clean(text).strip() + where, error);
    }

    private static String clean(String text) {
        return text.lines()
                .takeWhile(line -> !line.contains("Design's errors are listed above"))
                .map(line -> FACADE_LINE.matcher(line).replaceAll(""))
                .filter(HdlException::isWorthReading)
                .map(String::stripTrailing)
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static boolean isWorthReading(String line) {
        var frame = FRAME.matcher(line);
        if (frame.matches()) {
            String owner = frame.group(1);
            return Scala.isUserClass(owner.substring(0, owner.length() - 1));
        }
        return !line.isBlank()
                && !RULER.matcher(line).matches()
                && !line.startsWith("[Runtime]")
                && !line.startsWith("[Progress]")
                && !line.startsWith("[Info]")
                && !line.startsWith("[Done]");
    }
}
