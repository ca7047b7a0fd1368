/** How every role builds its Kafka clients, and what it knows of the clock of the broker. */
@NullMarked
package dev.sluice.schemas.kafka;

import org.jspecify.annotations.NullMarked;
