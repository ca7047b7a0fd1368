package dev.sluice.proofs.recordings;

import dev.sluice.proofs.gateway.GatewayFile;
import dev.sluice.schemas.config.VirtualKey;
import java.util.List;
import java.util.TreeSet;

/** A configuration with one provider for each one recorded, all of them played by the simulator. */
final class RecordedProviders {
  private RecordedProviders() {}

  /** What the name of a provider ends with that is called over responses. */
  static final String OF_RESPONSES = "-responses";

  static String file(String simulatorUrl, List<Exchange> openAi, List<Exchange> responses) {
    StringBuilder providers = new StringBuilder();
    TreeSet<String> names = new TreeSet<>();
    openAi.forEach(exchange -> names.add(exchange.provider()));
    for (String name : names) {
      providers.append(
          "  %s: { %s, api_key: \"env:PROOF_PROVIDER_KEY\", base_url: \"%s/v1\" }\n"
              .formatted(name, facts(name), simulatorUrl));
    }
    TreeSet<String> others = new TreeSet<>();
    responses.forEach(exchange -> others.add(exchange.provider()));
    for (String name : others) {
      providers.append(
          "  %s: { type: openai, api: responses, api_key: \"env:PROOF_PROVIDER_KEY\", base_url: \"%s/v1\" }\n"
              .formatted(name + OF_RESPONSES, simulatorUrl));
    }
    return """
    server: { port: 0, admin_port: 0, drain_timeout: 2s }
    kafka: { embedded: true, port: 0, registry_port: 0 }
    simulator: { enabled: false }
    router: { session_timeout: 2s }
    providers:
      anthropic: { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%s" }
    %sprojects:
      %s: { keys: [ { name: proof, hash: "sha256:%s" } ] }
    """
        .formatted(
            simulatorUrl, providers, GatewayFile.PROJECT, VirtualKey.hashOf(GatewayFile.KEY));
  }

  /** What the catalogue knows of it, which has some under another name. */
  private static String facts(String name) {
    return switch (name) {
      case "azure" -> "like: azure-openai";
      case "google-gemini" -> "like: google-gemini-openai";
      default -> "type: openai";
    };
  }
}
