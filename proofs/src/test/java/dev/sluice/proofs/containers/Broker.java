package dev.sluice.proofs.containers;

/** The Kafka and the registry that a suite runs on; closed after the gateway. */
public interface Broker extends AutoCloseable {
  /** The section {@code kafka} of the configuration, as YAML in one line. */
  String section();

  @Override
  void close();

  /** Both in the process of the gateway, which starts and stops them. */
  static Broker embedded() {
    return new Broker() {
      @Override
      public String section() {
        return "{ embedded: true, port: 0, registry_port: 0 }";
      }

      @Override
      public void close() {
        // The gateway has closed it.
      }
    };
  }
}
