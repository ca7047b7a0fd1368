/** The end-to-end cases, whatever Kafka they run on: the embedded one or one in a container. */
@NullMarked
package dev.sluice.proofs.containers;

import org.jspecify.annotations.NullMarked;
