/**
 * Images and documents that callers name by URL, fetched for providers that want their bytes. What
 * is fetched is bounded, and never lies within the operator's own network.
 */
@NullMarked
package dev.sluice.provider.media;

import org.jspecify.annotations.NullMarked;
