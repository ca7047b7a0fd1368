package dev.sluice.schemas.config;

/**
 * A configuration object as it lies in the topic.
 *
 * @param bodyJson stable text: equal content is equal text
 */
public record ConfigObject(String kind, String name, String bodyJson) {
  /** Key of its record. */
  public String key() {
    return kind + "/" + name;
  }
}
