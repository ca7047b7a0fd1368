package dev.sluice.schemas.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a credential is to be had. Configuration holds these and never the credential. */
public sealed interface SecretReference {
  /** What a reference looks like, for people. */
  String FORMS = "${VARIABLE}, env:VARIABLE, file:/path or folder:/path#key";

  /**
   * As it is written in configuration: {@code env:NAME}, {@code file:/path} or {@code
   * folder:/path#key}.
   */
  String text();

  /** Looks it up now. A file is read anew with each call. */
  SecretOutcome resolve(Map<String, String> environment);

  /** The reference in this text, {@code ${NAME}} being short for env; empty where it is none. */
  static Optional<SecretReference> parse(String text) {
    Matcher variable = Syntax.VARIABLE.matcher(text);
    if (variable.matches()) {
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      return Optional.of(new Env(name));
    }
    if (text.startsWith(Syntax.FOLDER)) {
      return Folder.parse(text.substring(Syntax.FOLDER.length()));
    }
    return text.startsWith(Syntax.FILE) ? File.parse(text) : Optional.empty();
  }

  /** An environment variable. */
  record Env(String variable) implements SecretReference {
    @Override
    public String text() {
      return "env:" + variable;
    }

    @Override
    public SecretOutcome resolve(Map<String, String> environment) {
      String value = environment.get(variable);
      return value == null || value.isBlank()
          ? new SecretOutcome.Missing("the environment variable " + variable + " is not set")
          : new SecretOutcome.Resolved(new Secret(value.strip()));
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A file with nothing else in it; blanks and line ends around the credential don't count. */
  record File(Path path) implements SecretReference {
    private static Optional<SecretReference> parse(String text) {
      try {
        Path path = Path.of(text.substring(Syntax.FILE.length()));
        return path.isAbsolute() ? Optional.of(new File(path)) : Optional.empty();
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    @Override
    public String text() {
      return Syntax.FILE + path;
    }

    @Override
    public SecretOutcome resolve(Map<String, String> environment) {
      return SecretFile.read(path);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * A file in a folder that a secret is mounted at, as Kubernetes does it: one file for each key,
   * and all of them swapped at once. Read like a file.
   */
  record Folder(Path folder, String key) implements SecretReference {
    private static Optional<SecretReference> parse(String text) {
      int hash = text.lastIndexOf('#');
      if (hash < 0 || !isKey(text.substring(hash + 1))) {
        return Optional.empty();
      }
      try {
        Path folder = Path.of(text.substring(0, hash));
        return folder.isAbsolute()
            ? Optional.of(new Folder(folder, text.substring(hash + 1)))
            : Optional.empty();
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }

    /** Whether Kubernetes would take this name for a key of a secret. */
    static boolean isKey(String name) {
      return Syntax.KEY.matcher(name).matches() && !name.startsWith("..") && !name.equals(".");
    }

    @Override
    public String text() {
      return Syntax.FOLDER + folder + '#' + key;
    }

    @Override
    public SecretOutcome resolve(Map<String, String> environment) {
      return SecretFile.read(folder, key);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** How references are written. */
  final class Syntax {
    private static final String FILE = "file:";
    private static final String FOLDER = "folder:";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern VARIABLE =
        Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|env:([A-Za-z_][A-Za-z0-9_]*)");

    private Syntax() {}
  }
}
