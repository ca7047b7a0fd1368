/** The {@code sluice} command: parses arguments, builds role configurations, starts and stops. */
@NullMarked
package dev.sluice.launcher;

import org.jspecify.annotations.NullMarked;
