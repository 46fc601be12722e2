// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.device;

import org.junit.jupiter.api.Tag;

@Tag("cosim")
@Tag("tools")
@Tag("fpga")
class PythonDriverErrorCosimTests extends DriverErrorTests {
    PythonDriverErrorCosimTests() {
        super(Driver.PYTHON);
    }
}
