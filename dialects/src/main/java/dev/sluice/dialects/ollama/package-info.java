/**
 * Ollama's own chat API as a provider speaks it: arguments of tool calls are objects, calls may
 * have no ids, images are bare base64, and a stream is one JSON object a line.
 *
 * <p>The facade has no state; readers and writers of one document or one stream belong to one
 * thread.
 */
@NullMarked
package dev.sluice.dialects.ollama;

import org.jspecify.annotations.NullMarked;
