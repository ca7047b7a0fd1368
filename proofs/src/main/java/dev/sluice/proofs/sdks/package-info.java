/** The official SDKs over every outbound dialect, none left out. */
@NullMarked
package dev.sluice.proofs.sdks;

import org.jspecify.annotations.NullMarked;
