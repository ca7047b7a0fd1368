package dev.sluice.ingress.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of what callers find here. It holds no secret and needs no key. */
final class DescriptionHandler {
  static final String FILE = "openapi.json";
  private static final byte[] DOCUMENT = document();

  private final Collaborators with;

  DescriptionHandler(Collaborators with) {
    this.with = with;
  }

  private static byte[] document() {
    try (InputStream in = DescriptionHandler.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + FILE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the build broke " + FILE, e);
    }
  }

  void handle(Incoming in) {
    with.metrics().request(in.route(), 200, "delivered");
    Answers.json(in.request(), in.requestId(), DOCUMENT);
  }
}
