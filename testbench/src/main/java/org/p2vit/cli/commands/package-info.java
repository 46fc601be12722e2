// SPDX-License-Identifier: Apache-2.0
/**
 * One class per subcommand: options in, calls of the modules that do the work, text for people and a record for machines
 * out. The door is {@link org.p2vit.cli.commands.Commands}; nothing else here is public, and no command knows another.
 */
package org.p2vit.cli.commands;
