// SPDX-License-Identifier: Apache-2.0
/** What the long checks of the machine measured, and the page that says so with dates and commits. */
package org.p2vit.testbench.verification;
