/**
 * Bad input of every kind over the whole gateway: requests, configuration, start-ups and records.
 * Each error must name what is wrong, where, and what to do.
 */
@NullMarked
package dev.sluice.proofs.badinput;

import org.jspecify.annotations.NullMarked;
