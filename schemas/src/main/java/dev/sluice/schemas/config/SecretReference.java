package dev.sluice.schemas.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a credential is to be had. Configuration holds these and never the credential. */
public sealed interface SecretReference {
  /** What a reference looks like, for people. */
  String FORMS = "${VARIABLE}, env:VARIABLE or file:/path";

  /** As it is written in configuration: {@code env:NAME} or {@code file:/path}. */
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
    private static final long LARGEST = 64 << 10;

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
      try {
        if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
          return new SecretOutcome.Missing("there is no file " + path + " of at most 64 KiB");
        }
        String value = Files.readString(path).strip();
        return value.isEmpty()
            ? new SecretOutcome.Missing("the file " + path + " is empty")
            : new SecretOutcome.Resolved(new Secret(value));
      } catch (IOException e) {
        return new SecretOutcome.Missing("the file " + path + " cannot be read");
      }
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** How references are written. */
  final class Syntax {
    private static final String FILE = "file:";
    private static final Pattern VARIABLE =
        Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|env:([A-Za-z_][A-Za-z0-9_]*)");

    private Syntax() {}
  }
}
