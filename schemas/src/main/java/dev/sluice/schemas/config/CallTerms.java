package dev.sluice.schemas.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider wants of each call beside an address and an API key.
 *
 * @param signingKeys where the credential is to be had that calls are signed with; null where they
 *     are not
 * @param region that is called; null where there are none, or the address tells it
 * @param apiVersion of an API that has models in its paths and its version in the query; null for
 *     one that has not
 * @param api which one of the APIs of its type
 * @param plugin name of the plugin that knows how it is called; empty for a type that is built in
 */
public record CallTerms(
    @Nullable SigningKeys signingKeys,
    @Nullable String region,
    @Nullable String apiVersion,
    ProviderApi api,
    String plugin) {
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");
  private static final Pattern VERSION = Pattern.compile("[a-z0-9.-]{2,40}");

  /** Nothing. */
  public static final CallTerms NONE = new CallTerms(null, null, null, ProviderApi.CHAT, "");

  public CallTerms {
    if (region != null && !isRegion(region)) {
      throw new IllegalArgumentException("region is a region, for example us-east-1");
    }
    if (apiVersion != null && !isApiVersion(apiVersion)) {
      throw new IllegalArgumentException("api_version is a version, for example 2024-10-21");
    }
  }

  static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  static boolean isApiVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** One of a type that is built in. */
  public CallTerms(
      @Nullable SigningKeys signingKeys,
      @Nullable String region,
      @Nullable String apiVersion,
      ProviderApi api) {
    this(signingKeys, region, apiVersion, api, "");
  }
}
