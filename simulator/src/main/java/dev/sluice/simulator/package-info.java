/**
 * A provider that exists only on this machine: it speaks OpenAI's chat completions, Anthropic's
 * Messages and Google's generateContent, misbehaves on request, plays recorded exchanges and keeps
 * its own bill.
 *
 * <p>It shares no code with the gateway that it tests, so an error in the gateway's arithmetic
 * cannot hide behind the same error here.
 *
 * <p>Threads: every event loop owns one {@code SimulatorVerticle} with its own readers and writers;
 * a call stays on the event loop that accepted its connection. Delays are timers, no thread ever
 * waits. The {@link dev.sluice.simulator.bill.Bill} alone is shared between event loops.
 */
@NullMarked
package dev.sluice.simulator;

import org.jspecify.annotations.NullMarked;
