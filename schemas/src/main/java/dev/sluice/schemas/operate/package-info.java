/** The admin port that every role has: {@code /healthz}, {@code /readyz}, {@code /metrics}. */
@NullMarked
package dev.sluice.schemas.operate;

import org.jspecify.annotations.NullMarked;
