// SPDX-License-Identifier: Apache-2.0
/**
 * Options: groups that several commands share, what fields say of themselves ({@link org.p2vit.cli.options.Bounds}, {@link
 * org.p2vit.cli.options.FileUse}), and the checks that act on it before any work. Knows neither commands nor how they
 * end; what is found while files are read goes to {@link org.p2vit.cli.options.InputNotes}.
 */
package org.p2vit.cli.options;
