/** Choosing a provider to try, and saying in plain words what came of it. Pure. */
@NullMarked
package dev.sluice.launcher.trial;

import org.jspecify.annotations.NullMarked;
