/**
 * OpenAI's responses. Sluice keeps none of them, so a caller sends the whole conversation with each
 * request; the flat list of items becomes messages, neighbouring items of the assistant one
 * message.
 */
@NullMarked
package dev.sluice.dialects.responses;

import org.jspecify.annotations.NullMarked;
