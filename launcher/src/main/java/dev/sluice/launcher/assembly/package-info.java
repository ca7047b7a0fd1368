/**
 * Puts roles together: from the configuration file to the configuration record of each role, one
 * role in a process or all of them with a broker. Holds no logic of a role.
 */
@NullMarked
package dev.sluice.launcher.assembly;

import org.jspecify.annotations.NullMarked;
