package dev.sluice.schemas.config;

import java.util.List;

/** An entry of the file: a project and its keys. */
public record ProjectSettings(Project project, List<VirtualKey> keys) {
  public ProjectSettings {
    keys = List.copyOf(keys);
  }
}
