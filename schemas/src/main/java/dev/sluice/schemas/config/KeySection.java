package dev.sluice.schemas.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads virtual keys: a hash is one key, and belongs to one project. Used by one thread. */
final class KeySection {
  private final KeyTermsSection terms;
  private final Map<String, Scalar> hashes = new HashMap<>();
  private final KeyNames names = new KeyNames();

  KeySection(KeyTermsSection terms) {
    this.terms = terms;
  }

  /** Of all keys read so far. */
  KeyNames names() {
    return names;
  }

  /** The keys of a project; none where the project has no name that it can have. */
  List<VirtualKey> read(String project, YamlSection section) {
    List<VirtualKey> keys = new ArrayList<>();
    Set<String> labels = new LinkedHashSet<>();
    for (YamlSection item : section.list("keys")) {
      key(project, item, labels).ifPresent(keys::add);
    }
    return keys;
  }

  private Optional<VirtualKey> key(String project, YamlSection item, Set<String> labels) {
    Optional<String> label = label(item, labels);
    Optional<String> hash = hash(item);
    Optional<String> id = hash.map(VirtualKey::idOf);
    List<String> own = new ArrayList<>();
    label.ifPresent(own::add);
    id.ifPresent(own::add);
    names.add(project, own);
    boolean revoked = item.value("revoked", ScalarForm.FLAG, false);
    Optional<Instant> expires = item.value("expires_at", ScalarForm.TIME);
    KeyTerms read = terms.read(item, own);
    item.finish();
    if (!Names.isName(project) || label.isEmpty() || hash.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new VirtualKey(
            id.get(), label.get(), project, hash.get(), revoked, expires.orElse(null), null, read));
  }

  private static Optional<String> label(YamlSection item, Set<String> labels) {
    requireKey(item, "name");
    Optional<String> label = item.value("name", KeyForms.LABEL);
    if (label.isPresent() && !labels.add(label.get())) {
      item.problem(
          item.keyAt("name"),
          item.pathOf("name"),
          "the project has two keys of this name",
          "rename one");
    }
    return label;
  }

  private static void requireKey(YamlSection item, String key) {
    if (!item.has(key)) {
      item.problem(item.at(), item.pathOf(key), "is missing", KeyForms.MAKE);
    }
  }

  private Optional<String> hash(YamlSection item) {
    requireKey(item, "hash");
    Optional<Scalar> scalar = item.scalar("hash");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> hash = KeyForms.hash(scalar.get().text());
    if (hash.isEmpty()) {
      item.problem(
          scalar.get().at(),
          scalar.get().path(),
          "expected 'sha256:' and 64 hex digits, found something else (not shown)",
          KeyForms.MAKE);
      return hash;
    }
    Scalar first = hashes.putIfAbsent(hash.get(), scalar.get());
    if (first != null) {
      item.problem(
          scalar.get().at(),
          scalar.get().path(),
          "is the same key as in line " + first.at().line() + " (" + first.path() + ")",
          "a key belongs to one project, once");
      return Optional.empty();
    }
    return hash;
  }
}
