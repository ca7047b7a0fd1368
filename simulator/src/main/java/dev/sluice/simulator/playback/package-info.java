/**
 * Recorded exchanges: loading them, finding the one that a request asks for, replaying its answer.
 *
 * <p>A {@link dev.sluice.simulator.playback.RecordingLibrary} is loaded once and then shared by all
 * event loops; its only changing state is the turn counter of recordings with equal requests.
 */
@NullMarked
package dev.sluice.simulator.playback;

import org.jspecify.annotations.NullMarked;
