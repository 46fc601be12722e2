// SPDX-License-Identifier: Apache-2.0
/** Reports for people: one HTML file each, which needs nothing beside it. */
package org.p2vit.testbench.report;
