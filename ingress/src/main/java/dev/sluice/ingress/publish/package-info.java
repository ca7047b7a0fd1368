/**
 * What the ingress writes to Kafka: requests through a bounded queue with one sending thread,
 * cancels and deliveries through another, so that no event loop ever waits for a producer.
 */
@NullMarked
package dev.sluice.ingress.publish;

import org.jspecify.annotations.NullMarked;
