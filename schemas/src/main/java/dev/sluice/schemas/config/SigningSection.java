package dev.sluice.schemas.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what calls of a provider are signed with, and the region that they go to. */
final class SigningSection {
  private static final String ACCESS_KEY_ID = "access_key_id";
  private static final String SECRET_ACCESS_KEY = "secret_access_key";
  private static final String SESSION_TOKEN = "session_token";
  private static final String REGION = "region";
  private static final List<String> KEYS =
      List.of(ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN, REGION);

  private static final ScalarForm<String> REGION_FORM =
      new ScalarForm<>(
          "a region", "us-east-1", text -> Optional.of(text).filter(CallTerms::isRegion));

  private final ReadContext context;
  private final YamlSection section;

  SigningSection(ReadContext context, YamlSection section) {
    this.context = context;
    this.section = section;
    KEYS.forEach(section::has);
  }

  /** Whether there is anything of it. */
  boolean written() {
    return section.has(ACCESS_KEY_ID)
        || section.has(SECRET_ACCESS_KEY)
        || section.has(SESSION_TOKEN);
  }

  /** The region; empty where none is written, or with a problem noted. */
  Optional<String> region() {
    return section.value(REGION, REGION_FORM);
  }

  /**
   * Notes what no provider of this type takes.
   *
   * @param regional whether its address has a region in it
   */
  void refuseFor(ProviderType type, boolean regional) {
    for (String key : KEYS) {
      boolean taken = type == ProviderType.BEDROCK || (regional && key.equals(REGION));
      if (section.has(key) && !taken) {
        section.problem(
            section.keyAt(key),
            section.pathOf(key),
            "is for providers of type bedrock",
            "take it out, or write type: bedrock");
      }
    }
  }

  /** Notes that calls can't be signed for want of their region. */
  void needsRegion() {
    if (!section.has(REGION)) {
      section.problem(
          section.at(),
          section.pathOf(REGION),
          "is missing: base_url does not tell it, and calls are signed for one region",
          "write for example region: us-east-1");
    }
  }

  /** The references; null where none are written, or with problems noted. */
  @Nullable SigningKeys read() {
    Optional<SecretReference> id = reference(ACCESS_KEY_ID, "AWS_ACCESS_KEY_ID", true);
    Optional<SecretReference> key = reference(SECRET_ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", true);
    Optional<SecretReference> token = reference(SESSION_TOKEN, "AWS_SESSION_TOKEN", false);
    if (section.has("api_key")) {
      section.problem(
          section.keyAt("api_key"),
          section.pathOf("api_key"),
          "stands beside " + ACCESS_KEY_ID,
          "write the API key, or the access key that calls are signed with");
      return null;
    }
    return id.isEmpty() || key.isEmpty()
        ? null
        : new SigningKeys(id.get(), key.get(), token.orElse(null));
  }

  private Optional<SecretReference> reference(String key, String variable, boolean needed) {
    Optional<Scalar> scalar = section.scalar(key);
    if (scalar.isEmpty()) {
      if (needed && !section.has(key)) {
        section.problem(
            section.at(), section.pathOf(key), "is missing", "write ${" + variable + "}");
      }
      return Optional.empty();
    }
    Optional<SecretReference> reference = SecretReference.parse(scalar.get().text());
    if (reference.isEmpty()) {
      Secrets.refuse(context, scalar.get(), variable);
    } else if (context.credentials()) {
      Secrets.check(context, scalar.get(), reference.get());
    }
    return reference;
  }
}
