/**
 * What the simulator charges: its own tokenizer, its own price list, and one entry for each call.
 *
 * <p>Everything here is pure except {@link dev.sluice.simulator.bill.Bill}, which is safe for use
 * by several event loops. A {@link dev.sluice.simulator.bill.Tab} belongs to the event loop of its
 * call.
 */
@NullMarked
package dev.sluice.simulator.bill;

import org.jspecify.annotations.NullMarked;
