/**
 * OpenAI's completions of before there were chats, for callers that still speak them: a prompt is a
 * chat with one message, and its answer is the text.
 */
@NullMarked
package dev.sluice.dialects.completions;

import org.jspecify.annotations.NullMarked;
