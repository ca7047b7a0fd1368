/**
 * One attempt: one call to one deployment. An {@link dev.sluice.provider.calls.AttemptCall} is
 * confined to the event loop of its lane, goes through the states of {@link
 * dev.sluice.provider.calls.CallState} and ends in exactly one {@link
 * dev.sluice.provider.calls.AttemptOutcome}, which becomes records in an {@link
 * dev.sluice.provider.calls.AttemptSink}.
 *
 * <p>Invariants: every call that began writes one OUTCOME event with usage, whatever happened;
 * after the first content frame a failure is an ERROR frame and never a fallback; frames of an
 * attempt are numbered from 0 without gaps.
 */
@NullMarked
package dev.sluice.provider.calls;

import org.jspecify.annotations.NullMarked;
