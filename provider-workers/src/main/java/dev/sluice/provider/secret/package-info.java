/**
 * Secrets as they are now: what lies in files is looked at again and again, so that a new one is
 * used without a restart. Any thread may ask.
 */
@NullMarked
package dev.sluice.provider.secret;

import org.jspecify.annotations.NullMarked;
