package dev.sluice.proofs.containers;

import org.junit.jupiter.api.Tag;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The end-to-end cases on Kafka in a container; skipped, saying so, without a container engine. */
@Tag("broker")
@Testcontainers(disabledWithoutDocker = true)
class ContainerPipelineIT extends PipelineSuite {
  @Override
  protected Broker broker() {
    return ContainerBroker.start();
  }
}
