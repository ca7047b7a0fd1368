package dev.sluice.provider.plugin;

import dev.sluice.provider.catalog.ProviderAdapter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The plugins of a folder. Each jar has a class loader of its own, so that what one brings along
 * does not meet what another does; classes of Sluice are those of this process.
 */
public final class Plugins {
  /** No plugin. */
  public static final Plugins NONE = new Plugins(Map.of());

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final Map<String, ProviderAdapter> byName;

  private Plugins(Map<String, ProviderAdapter> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Loads all jars of a folder; none where the folder is not there. Runs code of the jars.
   *
   * @throws IOException if a jar is no plugin; the message names it and what is wrong
   */
  public static Plugins load(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    Set<Path> jars = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    Map<String, ProviderAdapter> byName = new HashMap<>();
    for (Path jar : jars) {
      take(jar, byName);
    }
    return new Plugins(byName);
  }

  @SuppressWarnings("resource") // its classes are needed as long as the process lives
  private static void take(Path jar, Map<String, ProviderAdapter> byName) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(
            "plugin " + jar.getFileName(),
            new URL[] {jar.toUri().toURL()},
            ProviderPlugin.class.getClassLoader());
    boolean any = false;
    try {
      for (ProviderPlugin plugin : ServiceLoader.load(ProviderPlugin.class, loader)) {
        any = true;
        String name = plugin.name();
        if (name == null || !NAME.matcher(name).matches()) {
          throw new IOException(jar + " has a plugin whose name is none: " + name);
        }
        ProviderAdapter adapter = plugin.adapter();
        if (adapter == null) {
          throw new IOException(jar + " has a plugin " + name + " without an adapter");
        }
        if (byName.putIfAbsent(name, adapter) != null) {
          throw new IOException(jar + " has a plugin " + name + ", and another jar has it, too");
        }
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      throw new IOException(jar + " cannot be loaded: " + e, e);
    }
    if (!any) {
      throw new IOException(
          jar
              + " is no plugin: it names no class in META-INF/services/"
              + ProviderPlugin.class.getName());
    }
  }

  /** The plugin of this name. */
  public Optional<ProviderAdapter> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, sorted. */
  public Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }
}
