/**
 * A backlog of batch requests beside interactive ones. {@link
 * dev.sluice.proofs.backlog.InteractiveLoad} asks on threads of its own all the time; {@link
 * dev.sluice.proofs.backlog.Phases} tells afterwards, by the provider's bill, which answers came
 * while the backlog was being worked on.
 */
@NullMarked
package dev.sluice.proofs.backlog;

import org.jspecify.annotations.NullMarked;
