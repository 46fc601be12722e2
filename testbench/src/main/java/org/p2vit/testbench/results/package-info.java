// SPDX-License-Identifier: Apache-2.0
/**
 * The figures that the pages publish. {@link org.p2vit.testbench.results.Results} is the data file, rows of tables with command, date
 * and commit; {@link org.p2vit.testbench.results.ReportRows} makes rows of reports, and {@link org.p2vit.testbench.results.MarkedPage}
 * writes the tables into pages.
 */
package org.p2vit.testbench.results;
