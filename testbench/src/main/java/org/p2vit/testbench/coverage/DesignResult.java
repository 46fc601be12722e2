// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.List;

/**
 * One whole accelerator.
 *
 * @param design name of its configuration
 * @param notRun modules that no run had
 */
public record DesignResult(
        String design, Share line, Share branch, Share toggle, List<String> notRun, List<ModuleResult> modules) {}
