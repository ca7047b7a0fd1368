package dev.sluice.schemas.config;

/**
 * One thing that is wrong with the configuration. Never holds a secret.
 *
 * @param file name of the file, or {@code environment}
 * @param line from 1; 0 where the problem is not in a line
 * @param column from 1; 0 where the problem is not in a line
 * @param path in the file ({@code providers.openai.api_key}), or the environment variable
 * @param message what was expected and what is there
 * @param remedy what to do about it
 */
public record ConfigProblem(
    String file, int line, int column, String path, String message, String remedy) {
  /** The place of a problem that comes from a variable. */
  public static final String ENVIRONMENT = "environment";

  /** One line for people. */
  public String text() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    if (!path.isEmpty()) {
      text.append(' ').append(path);
    }
    text.append(": ").append(message);
    if (!remedy.isEmpty()) {
      text.append(" - ").append(remedy);
    }
    return text.toString();
  }
}
