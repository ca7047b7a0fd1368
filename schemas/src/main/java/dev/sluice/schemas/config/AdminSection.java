package dev.sluice.schemas.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code admin}: the keys of the admin API. */
final class AdminSection {
  private static final ScalarForm<String> NAME =
      new ScalarForm<>(
          Names.RULE, "ops", text -> Names.isName(text) ? Optional.of(text) : Optional.empty());

  private static final ScalarForm<AdminRole> ROLE =
      new ScalarForm<>("a role: viewer, project-admin or owner", "owner", AdminRole::of);

  private final Set<String> projects = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Scalar> hashes = new HashMap<>();

  AdminSection(List<ProjectSettings> projects) {
    projects.forEach(settings -> this.projects.add(settings.project().name()));
  }

  List<AdminKey> read(YamlSection section) {
    List<AdminKey> keys = new ArrayList<>();
    section.list("keys").forEach(item -> key(item).ifPresent(keys::add));
    section.finish();
    return keys;
  }

  private Optional<AdminKey> key(YamlSection item) {
    Optional<String> name = item.value("name", NAME);
    Optional<String> hash = hash(item);
    Optional<AdminRole> role = item.value("role", ROLE);
    boolean listed = !item.isEmptyList("projects");
    List<String> own = projects(item);
    for (String key : List.of("name", "hash", "role")) {
      if (!item.has(key)) {
        item.problem(
            item.at(),
            item.pathOf(key),
            "is missing",
            "write { name: ops, hash: \"sha256:<digits>\", role: owner }");
      }
    }
    name.filter(one -> !names.add(one))
        .ifPresent(one ->
            item.problem(
                item.keyAt("name"),
                item.pathOf("name"),
                "there are two admin keys of this name",
                "rename one"));
    boolean fits = role.isEmpty() || fits(item, role.get(), listed);
    item.finish();
    return name.isPresent() && hash.isPresent() && role.isPresent() && fits && !own.contains("")
        ? Optional.of(new AdminKey(name.get(), hash.get(), role.get(), own))
        : Optional.empty();
  }

  private static boolean fits(YamlSection item, AdminRole role, boolean listed) {
    if ((role == AdminRole.PROJECT_ADMIN) == listed) {
      return true;
    }
    item.problem(
        item.keyAt(listed ? "projects" : "role"),
        item.pathOf("projects"),
        listed ? "is for the role project-admin" : "a project-admin needs at least one project",
        listed ? "take it out" : "write for example projects: [ search ]");
    return false;
  }

  /** With {@code ""} in the place of a project that is not there. */
  private List<String> projects(YamlSection item) {
    List<String> own = new ArrayList<>();
    for (Scalar scalar : item.scalars("projects")) {
      if (projects.contains(scalar.text())) {
        own.add(scalar.text());
        continue;
      }
      own.add("");
      List<String> near = NearestNames.of(scalar.text(), projects, 1);
      item.problem(
          scalar.at(),
          scalar.path(),
          "there is no project " + Shown.of(scalar.text()),
          near.isEmpty() ? "add it to projects" : "did you mean '" + near.getFirst() + "'?");
    }
    return own;
  }

  private Optional<String> hash(YamlSection item) {
    Optional<Scalar> scalar = item.scalar("hash");
    Optional<String> hash = scalar.flatMap(one -> KeyForms.hash(one.text()));
    if (scalar.isEmpty()) {
      return hash;
    }
    Scalar written = scalar.get();
    if (hash.isEmpty()) {
      item.problem(
          written.at(),
          written.path(),
          "expected 'sha256:' and 64 hex digits, found something else (not shown)",
          KeyForms.MAKE);
      return hash;
    }
    Scalar first = hashes.putIfAbsent(hash.get(), written);
    if (first != null) {
      item.problem(
          written.at(),
          written.path(),
          "is the same key as in line " + first.at().line() + " (" + first.path() + ")",
          "make another key");
      return Optional.empty();
    }
    return hash;
  }
}
