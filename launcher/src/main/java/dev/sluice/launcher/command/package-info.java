/**
 * One class per subcommand of {@code sluice}. They print to standard output and exit with a code.
 */
@NullMarked
package dev.sluice.launcher.command;

import org.jspecify.annotations.NullMarked;
