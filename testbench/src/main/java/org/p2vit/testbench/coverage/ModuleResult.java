// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.coverage;

import java.util.List;

/**
 * One module of a design.
 *
 * @param missing what was neither reached nor waived, as waivers call it
 */
public record ModuleResult(String module, Share line, Share branch, Share toggle, List<String> missing) {}
