package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the file. Readers ask it for the keys that they know; {@link #finish} reports the
 * others. Every fault becomes a problem and never an exception. Used by one thread.
 */
final class YamlSection {
  private final ReadContext context;
  private final String path;
  private final Position at;
  private final boolean overridable;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private record Entry(Position keyAt, Node value) {}

  /**
   * A section.
   *
   * @param at where to point when a key is missing
   * @param overridable whether {@code SLUICE_<SECTION>_<KEY>} replaces scalars
   */
  YamlSection(
      ReadContext context,
      String path,
      Position at,
      @Nullable MappingNode node,
      boolean overridable) {
    this.context = context;
    this.path = path;
    this.at = at;
    this.overridable = overridable;
    if (node != null) {
      for (NodeTuple tuple : node.getValue()) {
        add(tuple);
      }
    }
  }

  private void add(NodeTuple tuple) {
    Position keyAt = YamlText.at(context.file(), tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problem(keyAt, path, "expected a name as key", "");
      return;
    }
    String name = YamlText.restored(key.getValue());
    Entry first = entries.putIfAbsent(name, new Entry(keyAt, tuple.getValueNode()));
    if (first != null) {
      problem(
          keyAt,
          pathOf(name),
          "is there twice, first in line " + first.keyAt().line(),
          "keep one of them");
    }
  }

  String path() {
    return path;
  }

  Position at() {
    return at;
  }

  /** Keys in the order of the file. */
  Set<String> keys() {
    return entries.keySet();
  }

  boolean has(String key) {
    known.add(key);
    return entries.containsKey(key) || override(key).isPresent();
  }

  /** Where a key stands; the section itself where it is not there. */
  Position keyAt(String key) {
    Entry entry = entries.get(key);
    return entry == null ? at : entry.keyAt();
  }

  String pathOf(String key) {
    String shown = Shown.of(key);
    String name = shown.startsWith("'") ? shown.substring(1, shown.length() - 1) : shown;
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A scalar, from the environment first; empty where there is none or it is not one. */
  Optional<Scalar> scalar(String key) {
    known.add(key);
    Optional<Scalar> override = override(key);
    if (override.isPresent()) {
      context.noteOverride(override.get().path());
      return override;
    }
    Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : scalar(entry.value(), pathOf(key));
  }

  private Optional<Scalar> scalar(Node node, String scalarPath) {
    Position position = YamlText.at(context.file(), node);
    if (!(node instanceof ScalarNode scalar)) {
      problem(position, scalarPath, "expected one value, found " + kindOf(node), "");
      return Optional.empty();
    }
    if (YamlText.isNull(node)) {
      problem(position, scalarPath, "has no value", "give it one or take the key out");
      return Optional.empty();
    }
    return Optional.of(new Scalar(YamlText.restored(scalar.getValue()), position, scalarPath));
  }

  /** A value of this form, or the default where there is none or a wrong one. */
  <T> T value(String key, ScalarForm<T> form, T otherwise) {
    return value(key, form).orElse(otherwise);
  }

  /** A value of this form; empty where there is none or, with a problem noted, a wrong one. */
  <T> Optional<T> value(String key, ScalarForm<T> form) {
    return scalar(key).flatMap(scalar -> parse(scalar, form));
  }

  /** A scalar in this form; empty with a problem noted where it has another. */
  <T> Optional<T> parse(Scalar scalar, ScalarForm<T> form) {
    if (SecretReference.parse(scalar.text()).isPresent()) {
      problem(
          scalar.at(),
          scalar.path(),
          "expected " + form.expected() + ", found a reference",
          "references are for secrets alone" + overrideHint(scalar));
      return Optional.empty();
    }
    return literal(scalar, form);
  }

  /** As {@link #parse}, for a value that may look like a reference and is none. */
  <T> Optional<T> literal(Scalar scalar, ScalarForm<T> form) {
    Optional<T> value = form.parse().apply(scalar.text());
    if (value.isEmpty()) {
      problem(
          scalar.at(),
          scalar.path(),
          "expected " + form.expected() + ", found " + Shown.of(scalar.text()),
          form.remedy(scalar.text()));
    }
    return value;
  }

  private String overrideHint(Scalar scalar) {
    if (!overridable) {
      return "";
    }
    String key = scalar.path().substring(scalar.path().lastIndexOf('.') + 1);
    return "; set " + variable(key) + " instead";
  }

  /** A mapping below this one; an empty one where there is none or a wrong one. */
  YamlSection section(String key) {
    known.add(key);
    Entry entry = entries.get(key);
    Position position = entry == null ? at : entry.keyAt();
    MappingNode node = entry == null ? null : mapping(entry.value(), pathOf(key));
    return new YamlSection(context, pathOf(key), position, node, path.isEmpty());
  }

  /** The mappings that the keys of this section name, in the order of the file. */
  Map<String, YamlSection> sections() {
    Map<String, YamlSection> sections = new LinkedHashMap<>();
    for (String key : entries.keySet()) {
      sections.put(key, section(key));
    }
    return sections;
  }

  /** The mappings of a list; empty where there is none or something else. */
  List<YamlSection> list(String key) {
    List<YamlSection> sections = new ArrayList<>();
    int index = 0;
    for (Node item : items(key)) {
      String itemPath = pathOf(key) + "[" + index++ + "]";
      MappingNode node = mapping(item, itemPath);
      if (node != null) {
        sections.add(
            new YamlSection(context, itemPath, YamlText.at(context.file(), item), node, false));
      }
    }
    return sections;
  }

  /** The mappings of a list; one mapping may stand in place of a list of one. */
  List<YamlSection> listOrOne(String key) {
    Entry entry = entries.get(key);
    if (entry == null || entry.value() instanceof SequenceNode) {
      return list(key);
    }
    known.add(key);
    MappingNode node = mapping(entry.value(), pathOf(key));
    return node == null
        ? List.of()
        : List.of(
            new YamlSection(context, pathOf(key), YamlText.at(context.file(), node), node, false));
  }

  /** Whether there is nothing under this key, or a list without items. */
  boolean isEmptyList(String key) {
    Entry entry = entries.get(key);
    return entry == null
        || YamlText.isNull(entry.value())
        || (entry.value() instanceof SequenceNode sequence && sequence.getValue().isEmpty());
  }

  /** The scalars of a list; empty where there is none or something else. */
  List<Scalar> scalars(String key) {
    List<Scalar> scalars = new ArrayList<>();
    int index = 0;
    for (Node item : items(key)) {
      scalar(item, pathOf(key) + "[" + index++ + "]").ifPresent(scalars::add);
    }
    return scalars;
  }

  private List<Node> items(String key) {
    known.add(key);
    Entry entry = entries.get(key);
    if (entry == null || YamlText.isNull(entry.value())) {
      return List.of();
    }
    if (entry.value() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(
        YamlText.at(context.file(), entry.value()),
        pathOf(key),
        "expected a list, found " + kindOf(entry.value()),
        "put a '-' before each item, or all of them into [ ]");
    return List.of();
  }

  private @Nullable MappingNode mapping(Node node, String nodePath) {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    if (!YamlText.isNull(node)) {
      problem(
          YamlText.at(context.file(), node),
          nodePath,
          "expected keys with values, found " + kindOf(node),
          "");
    }
    return null;
  }

  private static String kindOf(Node node) {
    if (node instanceof MappingNode) {
      return "keys with values";
    }
    return node instanceof SequenceNode ? "a list" : "a single value";
  }

  /** Refuses a key that a later version will have. */
  void notYet(String key, String remedy) {
    known.add(key);
    Entry entry = entries.get(key);
    if (entry != null) {
      problem(entry.keyAt(), pathOf(key), "is not supported in this version", remedy);
    }
  }

  /** Reports every key that nobody asked for. */
  void finish() {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        List<String> near = NearestNames.of(entry.getKey(), known, 1);
        problem(
            entry.getValue().keyAt(),
            pathOf(entry.getKey()),
            "there is no such key here",
            near.isEmpty()
                ? "keys here: " + String.join(", ", known)
                : "did you mean '" + near.getFirst() + "'?");
      }
    }
  }

  void problem(Position position, String problemPath, String message, String remedy) {
    context.problems().add(position, problemPath, message, remedy);
  }

  private Optional<Scalar> override(String key) {
    if (!overridable) {
      return Optional.empty();
    }
    String variable = variable(key);
    String value = context.environment().get(variable);
    return value == null || value.isEmpty() || EnvironmentNames.isServiceLink(value)
        ? Optional.empty()
        : Optional.of(new Scalar(value, Position.inEnvironment(), variable));
  }

  private String variable(String key) {
    return "SLUICE_" + (path + "_" + key).toUpperCase(Locale.ROOT);
  }
}
