package dev.sluice.provider.media;

import dev.sluice.provider.http.Lane;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Fetches by URL. A name is looked up once, and what it stands for is what is called, so that a
 * second answer of the same server of names changes nothing (DNS rebinding); each redirect is
 * looked at like the first URL. Safe for any thread.
 */
public final class RemoteMedia {
  private static final int REDIRECTS = 3;

  private final MediaBounds bounds;
  private final Executor resolving;
  private final Resolver resolver;
  private final Predicate<InetAddress> allowed;

  /** Looks a name up; blocks. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * @param resolving where names are looked up, which blocks
   */
  public RemoteMedia(MediaBounds bounds, Executor resolving) {
    this(
        bounds,
        resolving,
        InetAddress::getAllByName,
        bounds.privateNetworks() ? address -> true : PublicAddress::isPublic);
  }

  RemoteMedia(
      MediaBounds bounds, Executor resolving, Resolver resolver, Predicate<InetAddress> allowed) {
    this.bounds = bounds;
    this.resolving = resolving;
    this.resolver = resolver;
    this.allowed = allowed;
  }

  MediaBounds bounds() {
    return bounds;
  }

  /**
   * Fetches one.
   *
   * @param types that are taken
   * @param mostBytes of this one
   * @param untilNanos by {@link System#nanoTime()}
   * @param then on the lane, once
   */
  void fetch(
      Lane lane,
      String url,
      List<String> types,
      long mostBytes,
      long untilNanos,
      Consumer<Fetched> then) {
    new Fetch(lane, types, mostBytes, untilNanos, then).follow(url, REDIRECTS);
  }

  private final class Fetch {
    private final Lane lane;
    private final List<String> types;
    private final long mostBytes;
    private final long untilNanos;
    private final Consumer<Fetched> then;
    private long lookUp = -1;
    private boolean over;

    Fetch(Lane lane, List<String> types, long mostBytes, long untilNanos, Consumer<Fetched> then) {
      this.lane = lane;
      this.types = types;
      this.mostBytes = mostBytes;
      this.untilNanos = untilNanos;
      this.then = then;
    }

    /** Goes where the URL says; on the lane. */
    void follow(String url, int redirectsLeft) {
      URI uri;
      try {
        uri = new URI(url.strip());
      } catch (URISyntaxException e) {
        refuse("is no URL");
        return;
      }
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      boolean tls = scheme.equalsIgnoreCase("https");
      if (!tls && !scheme.equalsIgnoreCase("http")) {
        refuse("has no http or https URL");
      } else if (uri.getHost() == null || uri.getRawUserInfo() != null) {
        refuse("has a URL without a host, or with a user in it");
      } else {
        long leftMs = Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000);
        lookUp =
            lane.vertx()
                .setTimer(leftMs, late -> refuse("at " + uri.getHost() + " did not come in time"));
        resolving.execute(() -> resolve(uri, tls, redirectsLeft));
      }
    }

    private void resolve(URI uri, boolean tls, int redirectsLeft) {
      String at = "at " + uri.getHost() + ' ';
      InetAddress[] addresses;
      try {
        addresses = resolver.resolve(uri.getHost());
      } catch (UnknownHostException e) {
        lane.execute(() -> refuse(at + "has a host that nobody knows"));
        return;
      } catch (RuntimeException e) {
        lane.execute(() -> refuse(at + "has a host that cannot be looked up"));
        return;
      }
      for (InetAddress address : addresses) {
        if (!allowed.test(address)) {
          // Not which one: callers need not learn the names of another network.
          lane.execute(() -> refuse(at + "is not on the public internet"));
          return;
        }
      }
      lane.execute(() -> found(uri, tls, addresses[0], redirectsLeft));
    }

    private void found(URI uri, boolean tls, InetAddress address, int redirectsLeft) {
      if (lane.vertx().cancelTimer(lookUp)) {
        get(uri, tls, address, redirectsLeft);
      }
    }

    private void get(URI uri, boolean tls, InetAddress address, int redirectsLeft) {
      String at = "at " + uri.getHost() + ' ';
      long leftMs = (untilNanos - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        refuse(at + "did not come in time");
        return;
      }
      new MediaDownload(lane, types, mostBytes, at)
          .start(
              uri,
              tls,
              address,
              leftMs,
              came -> {
                switch (came) {
                  case MediaDownload.Came.Whole(Fetched fetched) -> then.accept(fetched);
                  case MediaDownload.Came.Elsewhere(String location) -> {
                    if (redirectsLeft == 0) {
                      refuse(at + "is behind more than " + REDIRECTS + " redirects");
                    } else {
                      redirected(uri, location, at, redirectsLeft);
                    }
                  }
                }
              });
    }

    private void redirected(URI uri, String location, String at, int redirectsLeft) {
      try {
        follow(uri.resolve(location).toString(), redirectsLeft - 1);
      } catch (IllegalArgumentException e) {
        refuse(at + "is redirected to what is no URL");
      }
    }

    private void refuse(String why) {
      lane.vertx().cancelTimer(lookUp);
      if (!over) {
        over = true;
        then.accept(new Fetched.Refused(why));
      }
    }
  }
}
