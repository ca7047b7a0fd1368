/**
 * Gemini on Google's Vertex AI: Gemini's dialect at an address that names project and location,
 * with access tokens that a service account is given for a signed assertion. The token endpoint is
 * asked by provider workers alone, without blocking a call's thread.
 */
@NullMarked
package dev.sluice.provider.vertex;

import org.jspecify.annotations.NullMarked;
