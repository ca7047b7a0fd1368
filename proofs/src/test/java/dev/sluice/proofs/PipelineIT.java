package dev.sluice.proofs;

import dev.sluice.proofs.containers.Broker;
import dev.sluice.proofs.containers.PipelineSuite;
import org.junit.jupiter.api.Tag;

/** The end-to-end cases on the embedded broker. */
@Tag("broker")
class PipelineIT extends PipelineSuite {
  @Override
  protected Broker broker() {
    return Broker.embedded();
  }
}
