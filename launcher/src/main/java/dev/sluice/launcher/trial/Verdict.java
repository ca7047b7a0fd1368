package dev.sluice.launcher.trial;

import dev.sluice.provider.trial.TrialOutcome;
import dev.sluice.schemas.config.KnownProvider;
import dev.sluice.schemas.config.Provider;
import dev.sluice.schemas.config.SecretReference;
import dev.sluice.schemas.error.ErrorKind;
import java.util.List;
import java.util.Optional;

/**
 * What came of a trial, for people.
 *
 * @param code of the process
 * @param found what is so
 * @param remedy what to do; empty where there is nothing to do
 */
public record Verdict(int code, String found, String remedy) {
  public static final int NOT_CALLED = 2;
  public static final int NOT_REACHED = 3;
  public static final int REFUSED = 4;
  public static final int NOT_UNDERSTOOD = 5;

  private static final String NAME_ONE = "name one with --model";

  /** The verdict on this outcome; {@code model} is empty where none was known. */
  public static Verdict of(Provider provider, Optional<String> model, TrialOutcome outcome) {
    return switch (outcome) {
      case TrialOutcome.Answered answered -> good(provider, model, answered);
      case TrialOutcome.Unreached(TrialOutcome.Why why) -> unreached(provider, why);
      case TrialOutcome.Failed failed -> failed(provider, model, failed);
    };
  }

  private static Verdict good(
      Provider provider, Optional<String> model, TrialOutcome.Answered answered) {
    String reported = answered.reportedModel();
    String asked = model.orElse("");
    return new Verdict(
        0,
        provider.name()
            + " answers: "
            + (asked.isEmpty() ? "without a model" : asked)
            + (reported.isEmpty() || reported.equals(asked) ? "" : " (as " + reported + ")")
            + " in "
            + answered.tookMs()
            + " ms",
        "");
  }

  private static Verdict unreached(Provider provider, TrialOutcome.Why why) {
    String host = provider.baseUrl().getHost();
    String port = Integer.toString(port(provider));
    String address = host + ':' + port;
    boolean selfHosted =
        provider.known().map(KnownProvider::address).filter(a -> a.selfHosted()).isPresent();
    return switch (why) {
      case UNKNOWN_HOST ->
          unreached(
              "no address is known for the host " + host,
              "check base_url (" + provider.baseUrl() + ") and the DNS of this machine");
      case REFUSED ->
          unreached(
              "nothing accepts connections at " + address,
              selfHosted
                  ? "is "
                      + provider.known().map(KnownProvider::displayName).orElse(provider.name())
                      + " running on port "
                      + port
                      + "? start it, or write its base_url"
                  : "check base_url (" + provider.baseUrl() + ") and the way out of this network");
      case TLS ->
          unreached(
              "TLS with "
                  + address
                  + " failed: its certificate is not trusted here, or it speaks none",
              "check https in base_url, the clock, and whether a proxy of yours needs its authority in"
                  + " the trust store of the JDK");
      case TIMED_OUT ->
          unreached(
              address + " did not answer in time",
              "check the way out of this network; a model that is only loaded now needs a longer"
                  + " --timeout");
      case BROKEN ->
          unreached(
              address + " ended the connection without an answer in HTTP",
              "check scheme and port of base_url (" + provider.baseUrl() + ")");
    };
  }

  private static Verdict unreached(String found, String remedy) {
    return new Verdict(NOT_REACHED, found, remedy);
  }

  private static int port(Provider provider) {
    int port = provider.baseUrl().getPort();
    if (port != -1) {
      return port;
    }
    return "https".equals(provider.baseUrl().getScheme()) ? 443 : 80;
  }

  private static Verdict failed(
      Provider provider, Optional<String> model, TrialOutcome.Failed failed) {
    String said = provider.name() + " answers " + failed.status() + ": " + failed.message();
    if (failed.kind() == ErrorKind.PROVIDER_MALFORMED) {
      return new Verdict(
          NOT_UNDERSTOOD,
          said,
          "is it "
              + provider.typeText()
              + "'s API that is at "
              + provider.baseUrl()
              + "? check base_url and type");
    }
    if (model.isEmpty()) {
      return new Verdict(REFUSED, said + " (no model is known to ask for)", NAME_ONE);
    }
    String asked = model.get();
    return new Verdict(REFUSED, said, remedy(provider, asked, failed));
  }

  private static String remedy(Provider provider, String model, TrialOutcome.Failed failed) {
    return switch (failed.kind()) {
      case PROVIDER_AUTHENTICATION, AUTHENTICATION, PERMISSION -> credential(provider);
      case PROVIDER_NOT_FOUND, UNKNOWN_MODEL ->
          "there is no model '"
              + model
              + "', or nothing at that path: "
              + NAME_ONE
              + ", or check base_url ("
              + provider.baseUrl()
              + ")";
      case PROVIDER_RATE_LIMITED ->
          "the credential is good, its rate limit is reached"
              + (failed.retryAfterMs().isPresent()
                  ? "; try again in " + (failed.retryAfterMs().getAsLong() + 999) / 1000 + " s"
                  : "; try again later");
      case PROVIDER_QUOTA -> "the credential is good, its account has nothing left: top it up";
      case INVALID_REQUEST, CONTEXT_LENGTH, UNSUPPORTED ->
          "it was reached and refuses this call for '" + model + "': " + NAME_ONE;
      default -> "it was reached, and has trouble of its own: try again later";
    };
  }

  private static String credential(Provider provider) {
    List<SecretReference> references = provider.references();
    return references.isEmpty()
        ? "no credential was sent: write providers." + provider.name() + ".api_key"
        : "check what " + joined(references) + " holds, and what it may do at this provider";
  }

  private static String joined(List<SecretReference> references) {
    return String.join(", ", references.stream().map(SecretReference::text).toList());
  }
}
