package dev.sluice.proofs.gateway;

import dev.sluice.schemas.config.VirtualKey;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the gateway under proof.
 *
 * @param simulatorUrl root of the simulator that plays both providers
 * @param kafka the section {@code kafka}, as YAML in one line
 * @param server the section {@code server}, as YAML in one line
 */
public record GatewayFile(String simulatorUrl, String kafka, String server) {
  /** Virtual key of all callers. */
  public static final String KEY = "sk-sluice-proof-0123456789abcdefghij";

  /** Project of that key. */
  public static final String PROJECT = "proof";

  /** Has two deployments, of two dialects. */
  public static final String CHAIN = "assistant";

  /** A model of every dialect that a provider has. */
  public static final List<String> EVERY_DIALECT =
      List.of(
          "openai/gpt-4o-mini",
          "anthropic/claude-haiku-4-5",
          "google/gemini-2.5-flash",
          "mistral/mistral-small-latest",
          "cohere/command-a-03-2025",
          "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0");

  /** Environment with the credential that the file refers to. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of("PROOF_PROVIDER_KEY", "sk-provider-secret-5f1e7a90");

  /** The file's text. */
  public String text() {
    return """
    server: %s
    kafka: %s
    simulator: { enabled: false }
    router: { session_timeout: 1250ms }
    providers:
      openai:    { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%s/v1" }
      anthropic: { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%s" }
    models:
      %s:
        strategy: priority
        deployments:
          - { use: openai/gpt-4o-mini }
          - { use: anthropic/claude-haiku-4-5 }
    projects:
      %s: { keys: [ { name: proof, hash: "sha256:%s" } ] }
    """
        .formatted(
            server, kafka, simulatorUrl, simulatorUrl, CHAIN, PROJECT, VirtualKey.hashOf(KEY));
  }

  /** The file's text with a provider of every other dialect beside the two. */
  public String textWithEveryDialect() {
    String more =
        """
        providers:
          google:    { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%1$s/v1beta" }
          mistral:   { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%1$s/mistral/v1" }
          cohere:    { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%1$s/v2" }
          bedrock:   { api_key: "env:PROOF_PROVIDER_KEY", base_url: "%1$s" }
        """
            .formatted(simulatorUrl);
    return text().replace("providers:\n", more);
  }

  /** All ports free, the broker inside the process. */
  public static GatewayFile allInOne(String simulatorUrl) {
    return new GatewayFile(
        simulatorUrl,
        "{ embedded: true, port: 0, registry_port: 0 }",
        "{ port: 0, admin_port: 0, drain_timeout: 2s }");
  }
}
