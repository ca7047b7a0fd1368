package dev.sluice.proofs.stock;

import dev.sluice.proofs.bill.BillReader;
import dev.sluice.proofs.bill.BilledCall;
import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.proofs.gateway.LocalGateway;
import dev.sluice.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A gateway with a deployment of every outbound dialect, and the libraries that call it. */
final class MatrixGateway implements AutoCloseable {
  private static final Map<String, Maker> MAKERS = makers();

  private final LocalGateway gateway;
  private final Map<String, Library> libraries = new LinkedHashMap<>();

  /** Makes a library for a root, a key and so many retries of its own. */
  @FunctionalInterface
  private interface Maker {
    Library make(String root, String key, int retries);
  }

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("openai-java", OpenAiLibrary::new);
    makers.put("openai-java responses", ResponsesLibrary::new);
    makers.put("anthropic-java", AnthropicLibrary::new);
    makers.put("google-genai", GoogleLibrary::new);
    makers.put("LangChain4j openai", LangChainLibrary::openAi);
    makers.put("LangChain4j anthropic", LangChainLibrary::anthropic);
    makers.put("LangChain4j gemini", LangChainLibrary::google);
    return makers;
  }

  MatrixGateway(Path data) throws InterruptedException {
    gateway =
        LocalGateway.start(
            data,
            SimulatorConfig.defaults(),
            url -> GatewayFile.allInOne(url).textWithEveryDialect());
    MAKERS.keySet().forEach(name -> libraries.put(name, make(name, GatewayFile.KEY, 0)));
  }

  /** The names of the libraries. */
  static Set<String> libraries() {
    return MAKERS.keySet();
  }

  /** A library that asks once. */
  Library library(String name) {
    return Objects.requireNonNull(libraries.get(name), name);
  }

  /** A library of one's own. */
  Library make(String name, String key, int retries) {
    return Objects.requireNonNull(MAKERS.get(name), name).make(root(), key, retries);
  }

  /** The address without a version. */
  String root() {
    return gateway.url().replaceAll("/v1$", "");
  }

  /** Every call that the providers have answered. */
  List<BilledCall> bill() throws IOException {
    return new BillReader(gateway.simulatorUrl()).read();
  }

  /** How many calls ended because whoever had asked left, by deployment. */
  Map<Outbound, Long> left() throws IOException {
    Map<Outbound, Long> left = new TreeMap<>();
    for (Outbound to : Outbound.values()) {
      left.put(to, 0L);
    }
    for (BilledCall call : bill()) {
      for (Outbound to : Outbound.values()) {
        if (call.ended().equals("cancelled") && call.model().equals(to.atProvider())) {
          left.merge(to, 1L, Long::sum);
        }
      }
    }
    return left;
  }

  @Override
  public void close() {
    libraries.values().forEach(Library::close);
    gateway.close();
  }
}
