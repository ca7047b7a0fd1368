package dev.sluice.provider.bedrock;

import dev.sluice.provider.catalog.CallSigner;
import dev.sluice.provider.catalog.OutgoingCall;
import dev.sluice.provider.catalog.SigningSecrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS' Signature Version 4 (AWS General Reference, "Create a signed AWS API request"). Signed are
 * method, path, query, body, the host, the time and, where there is one, the session token.
 */
final class SignatureV4 implements CallSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final SigningSecrets secrets;
  private final String region;
  private final String service;

  SignatureV4(SigningSecrets secrets, String region, String service) {
    this.secrets = secrets;
    this.region = region;
    this.service = service;
  }

  @Override
  public CompletionStage<Proof> proof(OutgoingCall call) {
    return CompletableFuture.completedFuture(new Proof.Given(headers(call)));
  }

  /** The headers that carry the signature. */
  Map<String, String> headers(OutgoingCall call) {
    String time = TIME.format(call.at());
    Map<String, String> signed = new TreeMap<>();
    signed.put("host", call.authority());
    signed.put("x-amz-date", time);
    secrets.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token.reveal()));
    String names = String.join(";", signed.keySet());
    String scope = time.substring(0, 8) + '/' + region + '/' + service + "/aws4_request";
    String toSign =
        String.join("\n", ALGORITHM, time, scope, hex(sha256(bytes(canonical(call, signed)))));
    String signature = hex(hmac(key(time.substring(0, 8)), toSign));
    Map<String, String> headers = new TreeMap<>(signed);
    headers.remove("host");
    headers.put(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, secrets.accessKeyId().reveal(), scope, names, signature));
    return headers;
  }

  /** The request in the one spelling that both sides sign. */
  private static String canonical(OutgoingCall call, Map<String, String> headers) {
    int mark = call.target().indexOf('?');
    String path = mark < 0 ? call.target() : call.target().substring(0, mark);
    String query = mark < 0 ? "" : call.target().substring(mark + 1);
    var lines = new StringBuilder(512);
    lines.append(call.method()).append('\n').append(escapedAgain(path)).append('\n');
    lines.append(sorted(query)).append('\n');
    headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    lines.append('\n').append(String.join(";", headers.keySet())).append('\n');
    return lines.append(hex(sha256(call.body()))).toString();
  }

  /** A path is escaped once on the wire and a second time here (but for S3). */
  private static String escapedAgain(String path) {
    String escaped =
        Arrays.stream(path.split("/", -1))
            .map(SignatureV4::escaped)
            .collect(Collectors.joining("/"));
    return escaped.isEmpty() ? "/" : escaped;
  }

  private static String sorted(String query) {
    if (query.isEmpty()) {
      return "";
    }
    return Arrays.stream(query.split("&", -1))
        .map(SignatureV4::parameter)
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String parameter(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    return escaped(decoded(name)) + '=' + escaped(decoded(value));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** All but letters, digits and {@code -._~}, byte by byte. */
  private static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (byte b : bytes(text)) {
      char c = (char) (b & 0xFF);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "-._~".indexOf(c) >= 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private byte[] key(String day) {
    byte[] key = hmac(bytes("AWS4" + secrets.secretAccessKey().reveal()), day);
    for (String part : new String[] {region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String withoutSecrets(String text) {
    String clean =
        text.replace(secrets.secretAccessKey().reveal(), "***")
            .replace(secrets.accessKeyId().reveal(), "***");
    return secrets.sessionToken().isPresent()
        ? clean.replace(secrets.sessionToken().get().reveal(), "***")
        : clean;
  }
}
