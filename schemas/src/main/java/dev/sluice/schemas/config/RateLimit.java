package dev.sluice.schemas.config;

import org.jspecify.annotations.Nullable;

/**
 * How much an account, a project or a virtual key may ask at a time.
 *
 * @param name unique at its owner
 * @param each one limit for each user, key or tag
 * @param matching requests that it is for; its model pattern is held against the first deployment
 *     of the fallback chain and against the model that the caller names
 * @param bounds of which at least one is there
 * @param onLimit what becomes of a request that there is no room for; one of a batch author always
 *     waits
 */
public record RateLimit(String name, Each each, Matching matching, Bounds bounds, OnLimit onLimit) {

  /** A limit that refuses. */
  public RateLimit(String name, Each each, Matching matching, Bounds bounds) {
    this(name, each, matching, bounds, OnLimit.REFUSE);
  }

  /**
   * The bounds; null where there is none.
   *
   * @param rpm requests in any minute
   * @param tpm tokens in any minute
   * @param rpd requests in any 24 hours
   * @param tpd tokens in any 24 hours
   * @param concurrency requests that are not answered yet
   */
  public record Bounds(
      @Nullable Long rpm,
      @Nullable Long tpm,
      @Nullable Long rpd,
      @Nullable Long tpd,
      @Nullable Long concurrency) {
    /** Largest bound that makes sense. */
    public static final long MOST = 1_000_000_000_000L;

    public Bounds {
      int there =
          checked("rpm", rpm)
              + checked("tpm", tpm)
              + checked("rpd", rpd)
              + checked("tpd", tpd)
              + checked("concurrency", concurrency);
      if (there == 0) {
        throw new IllegalArgumentException(
            "a limit has at least one of rpm, tpm, rpd, tpd and concurrency");
      }
    }

    private static int checked(String name, @Nullable Long bound) {
      if (bound == null) {
        return 0;
      }
      if (bound < 1 || bound > MOST) {
        throw new IllegalArgumentException(name + " is from 1 to " + MOST);
      }
      return 1;
    }
  }

  public RateLimit {
    Names.require("limit", name);
  }
}
