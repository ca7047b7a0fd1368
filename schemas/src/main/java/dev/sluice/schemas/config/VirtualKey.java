package dev.sluice.schemas.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential that we issue, without the credential itself.
 *
 * @param id {@link #idOf} its hash; names it everywhere
 * @param label what people call it
 * @param hash lower-case hex SHA-256 of the key
 * @param expiresAt null where it does not
 * @param createdAt null where nobody noted it
 * @param terms restrictions, owner, tags, budgets and limits
 */
public record VirtualKey(
    String id,
    String label,
    String project,
    String hash,
    boolean revoked,
    @Nullable Instant expiresAt,
    @Nullable Instant createdAt,
    KeyTerms terms)
    implements ConfigBody {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,62}");
  private static final int ID_DIGITS = 12;

  public VirtualKey {
    Names.require("project", project);
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("a key's hash is 64 lower-case hex digits");
    }
    if (!id.equals(idOf(hash))) {
      throw new IllegalArgumentException("a key's id follows from its hash");
    }
    if (!isLabel(label)) {
      throw new IllegalArgumentException("a key's name has up to 63 letters, digits and . _ - ");
    }
  }

  /** A key without restrictions, budgets and limits of its own. */
  public VirtualKey(
      String id,
      String label,
      String project,
      String hash,
      boolean revoked,
      @Nullable Instant expiresAt,
      @Nullable Instant createdAt) {
    this(id, label, project, hash, revoked, expiresAt, createdAt, KeyTerms.NONE);
  }

  /** A key in force that never expires, without a date. */
  public static VirtualKey of(String label, String project, String hash) {
    return new VirtualKey(idOf(hash), label, project, hash, false, null, null);
  }

  /** {@code key_} and the first twelve digits of the hash. */
  public static String idOf(String hash) {
    return "key_" + hash.substring(0, Math.min(ID_DIGITS, hash.length()));
  }

  /** Hash of a key as a caller presents it. */
  public static String hashOf(String presentedKey) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(presentedKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  /** Whether a caller may use it now. */
  public boolean isUsable(Instant now) {
    return !revoked && (expiresAt == null || now.isBefore(expiresAt));
  }

  /** The id: the key's name as a configuration object. */
  @Override
  public String name() {
    return id;
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.KEY;
  }

  @Override
  public String toString() {
    return "VirtualKey[" + id + ", " + label + ", project " + project + "]";
  }
}
