package dev.sluice.schemas.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code sluice.yaml}. */
public final class SluiceFileLoader {
  private SluiceFileLoader() {}

  /** Reads a file. */
  public static LoadOutcome load(Path file, Map<String, String> environment, Set<Role> roles) {
    throw new UnsupportedOperationException();
  }

  /** Reads text. */
  public static LoadOutcome loadText(
      String fileName, String text, Map<String, String> environment, Set<Role> roles) {
    throw new UnsupportedOperationException();
  }

  /** What holds where there is no file. */
  public static LoadOutcome withoutFile(Map<String, String> environment, Set<Role> roles) {
    return new LoadOutcome.Loaded(SluiceFile.DEFAULTS, List.of(), List.of());
  }
}
