// SPDX-License-Identifier: Apache-2.0
package org.p2vit.hw.emit;

import org.p2vit.hw.register.RegisterMap;
import org.p2vit.hw.top.Accelerator;

/** Under which name tools know the accelerator: vendor, library, name, version. Drivers bind to it. */
final class IpIdentity {
    static final String VENDOR = "p2vit.org";
    static final String LIBRARY = "accelerator";
    static final String NAME = Accelerator.MODULE;
    /** That of the register interface, as major.minor. */
    static final String VERSION =
            (RegisterMap.INTERFACE_VERSION >>> 16) + "." + (RegisterMap.INTERFACE_VERSION & 0xffff);

    private IpIdentity() {}

    static String vlnv() {
        return String.join(":", VENDOR, LIBRARY, NAME, VERSION);
    }
}
