package dev.sluice.schemas.config;

import java.util.List;

/**
 * A credential for the admin API, without the credential itself.
 *
 * @param hash lower-case hex SHA-256 of the key
 * @param projects of a project-admin, at least one; of the other roles none
 */
public record AdminKey(String name, String hash, AdminRole role, List<String> projects)
    implements ConfigBody {
  public AdminKey {
    Names.require("admin key", name);
    projects = projects.stream().distinct().sorted().toList();
    projects.forEach(project -> Names.require("project", project));
    if (!VirtualKey.isHash(hash)) {
      throw new IllegalArgumentException("hash is 64 lower-case hex digits");
    }
    if (role == AdminRole.PROJECT_ADMIN && projects.isEmpty()) {
      throw new IllegalArgumentException("projects of a project-admin has at least one");
    }
    if (role != AdminRole.PROJECT_ADMIN && !projects.isEmpty()) {
      throw new IllegalArgumentException("projects are for the role project-admin");
    }
  }

  @Override
  public ConfigKind kind() {
    return ConfigKind.ADMIN_KEY;
  }

  @Override
  public String toString() {
    return "AdminKey[" + name + ", " + role.text() + ", projects " + projects + "]";
  }
}
