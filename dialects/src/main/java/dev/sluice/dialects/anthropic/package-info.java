/**
 * Anthropic's messages. System prompts lie apart, turns alternate, tool results come in user turns,
 * reasoning carries a signature that must come back.
 *
 * <p>Facades have no state; readers and writers of one document or one stream belong to one thread.
 */
@NullMarked
package dev.sluice.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
