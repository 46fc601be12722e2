// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.chaos;

import java.util.Locale;

/** How a disturbed run ended. */
public enum RunEnd {
    /** Done, no error, right logits. */
    RIGHT,
    /** Done with an error code. */
    ERROR,
    /** Not begun: the driver's look at the checksum tells. */
    REFUSED,
    /** Done, no error, other logits: another program or other data, which nobody can tell from meant ones. */
    OTHER_RESULT,
    /** Done, no error, fewer images than asked for: a driver sees that. */
    INCOMPLETE,
    /** Still at work when it should long have ended; ABORT ended it. */
    OUTLASTED,
    /** Ended by reset. */
    RESET;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
