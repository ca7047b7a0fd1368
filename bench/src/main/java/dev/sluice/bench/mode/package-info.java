/**
 * What can be measured: the provider alone, a plain proxy, the floor, Sluice, and whatever else
 * listens at a URL. A mode is started as processes of its own, which close with its subject.
 */
@NullMarked
package dev.sluice.bench.mode;

import org.jspecify.annotations.NullMarked;
