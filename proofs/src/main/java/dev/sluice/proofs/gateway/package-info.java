/**
 * The gateway under proof, with a simulator in front of which stand the names of real providers, so
 * that real prices apply. Either all in this process or each role in one of its own.
 */
@NullMarked
package dev.sluice.proofs.gateway;

import org.jspecify.annotations.NullMarked;
