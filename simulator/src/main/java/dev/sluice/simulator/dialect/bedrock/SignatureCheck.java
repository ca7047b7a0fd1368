package dev.sluice.simulator.dialect.bedrock;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks who a call is from: an API key, of which any will do, or a Signature Version 4 that one
 * access key alone can make, which everybody may know.
 */
public final class SignatureCheck {

  /** The access key that is known here. */
  public static final String ACCESS_KEY_ID = "AKIASIMULATORSLUICE1";

  /** Its secret part, which is none. */
  public static final String SECRET_ACCESS_KEY = "simulatorSecretAccessKeyOfNoValue0000001";

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,"
              + " ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final long SKEW_MS = Duration.ofMinutes(5).toMillis();

  private SignatureCheck() {}

  /** What is wrong, in AWS' words. */
  record Wrong(String type, String message) {}

  static Optional<Wrong> of(HttpServerRequest request, Buffer body, long nowMs) {
    String authorization = request.getHeader("authorization");
    if (authorization == null) {
      return wrong("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (authorization.startsWith("Bearer ")) {
      return authorization.length() > "Bearer ".length()
          ? Optional.empty()
          : wrong("AccessDeniedException", "The API key is not valid.");
    }
    Matcher given = AUTHORIZATION.matcher(authorization);
    if (!given.matches()) {
      return wrong(
          "IncompleteSignatureException", "Authorization header requires all its components.");
    }
    if (!given.group(1).equals(ACCESS_KEY_ID)) {
      return wrong(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    return signature(request, body, given, nowMs);
  }

  private static Optional<Wrong> wrong(String type, String message) {
    return Optional.of(new Wrong(type, message));
  }

  private static Optional<Wrong> invalid(String message) {
    return wrong("InvalidSignatureException", message);
  }

  private static Optional<Wrong> signature(
      HttpServerRequest request, Buffer body, Matcher given, long nowMs) {
    String time = request.getHeader("x-amz-date");
    String names = given.group(5);
    if (time == null || !time.startsWith(given.group(2)) || !isNear(time, nowMs)) {
      return invalid("Signature expired or not yet valid: x-amz-date is " + time);
    }
    if (!given.group(4).equals("bedrock")) {
      return invalid("Credential should be scoped to correct service: 'bedrock'.");
    }
    Optional<String> unsigned = unsigned(request, names);
    if (unsigned.isPresent()) {
      return invalid("'" + unsigned.get() + "' must be a signed header.");
    }
    String canonical = canonical(request, body, names);
    String scope = String.join("/", given.group(2), given.group(3), "bedrock", "aws4_request");
    String text = "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + hex(sha256(utf8(canonical)));
    byte[] key = utf8("AWS4" + SECRET_ACCESS_KEY);
    for (String step : scope.split("/")) {
      key = mac(key, step);
    }
    return hex(mac(key, text)).equals(given.group(6))
        ? Optional.empty()
        : invalid(
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method.");
  }

  private static boolean isNear(String time, long nowMs) {
    try {
      return Math.abs(Instant.from(TIME.parse(time)).toEpochMilli() - nowMs) <= SKEW_MS;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** A header that has to be signed and is not. */
  private static Optional<String> unsigned(HttpServerRequest request, String names) {
    var signed = Arrays.asList(names.split(";"));
    if (!signed.contains("host")) {
      return Optional.of("host");
    }
    return request.headers().names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("x-amz-") && !signed.contains(name))
        .findFirst();
  }

  private static String canonical(HttpServerRequest request, Buffer body, String names) {
    StringBuilder text = new StringBuilder(400).append(request.method().name()).append('\n');
    for (String segment : request.path().substring(1).split("/", -1)) {
      text.append('/').append(percent(segment));
    }
    text.append('\n').append(request.query() == null ? "" : request.query()).append('\n');
    for (String name : names.split(";")) {
      text.append(name).append(':').append(stripped(request.getHeader(name))).append('\n');
    }
    return text.append('\n')
        .append(names)
        .append('\n')
        .append(hex(sha256(body.getBytes())))
        .toString();
  }

  private static String stripped(@Nullable String value) {
    return value == null ? "" : value.strip().replaceAll(" +", " ");
  }

  /** The path of the wire once more escaped. */
  private static String percent(String segment) {
    StringBuilder out = new StringBuilder();
    segment
        .chars()
        .forEach(c -> {
          boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
          out.append(plain ? Character.toString(c) : "%%%02X".formatted(c));
        });
    return out.toString();
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
