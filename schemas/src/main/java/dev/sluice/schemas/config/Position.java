package dev.sluice.schemas.config;

/** A place in a file, counted from 1; line 0 where there is none. */
record Position(String file, int line, int column) {
  static Position inEnvironment() {
    return new Position(ConfigProblem.ENVIRONMENT, 0, 0);
  }
}
