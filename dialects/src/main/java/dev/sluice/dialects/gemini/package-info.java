/**
 * Google's Gemini API, generateContent and streamGenerateContent, to and from the canonical form.
 * Readers and writers belong to one document or stream and one thread; the dialect itself has no
 * state.
 *
 * <p>Names are read in lowerCamelCase and in snake_case, as the API does, and written in the
 * former.
 */
@NullMarked
package dev.sluice.dialects.gemini;

import org.jspecify.annotations.NullMarked;
