/**
 * {@code docker-compose.yml}: what it says is checked, and what it starts is started here as
 * processes, without Docker.
 */
@NullMarked
package dev.sluice.proofs.compose;

import org.jspecify.annotations.NullMarked;
