package dev.sluice.schemas.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML text as a tree with positions.
 *
 * <p>{@code ${VARIABLE}} may stand unquoted inside braces ({@code { api_key: ${KEY} }}), which YAML
 * itself does not allow: its brackets are replaced by characters of private use of the same length
 * before the text is read, and put back in every scalar.
 */
final class YamlText {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_]*)}");
  private static final String OPEN = "\uE000\uE001";
  private static final String CLOSE = "\uE002";
  private static final int LARGEST = 4 << 20;

  private YamlText() {}

  /** The root mapping; null where the text is empty or, with a problem noted, no mapping. */
  static @Nullable MappingNode parse(String file, String text, ProblemList problems) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setUseMarks(true).setCodePointLimit(LARGEST).build();
    try {
      Optional<Node> root =
          new Compose(settings)
              .composeString(REFERENCE.matcher(text).replaceAll(OPEN + "$1" + CLOSE));
      return root.isPresent() ? mapping(file, root.get(), problems) : null;
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(mark -> at(file, mark)).orElse(new Position(file, 1, 1));
      problems.add(at, "", "this is not YAML: " + restored(e.getProblem()), syntaxRemedy(text, at));
    } catch (YamlEngineException e) {
      problems.add(new Position(file, 1, 1), "", "this cannot be read as YAML", "");
    }
    return null;
  }

  private static @Nullable MappingNode mapping(String file, Node root, ProblemList problems) {
    if (root instanceof MappingNode mapping) {
      return mapping;
    }
    if (!isNull(root)) {
      problems.add(at(file, root), "", "expected sections such as 'server:' and 'providers:'", "");
    }
    return null;
  }

  private static String syntaxRemedy(String text, Position at) {
    String line = text.lines().skip(Math.max(0, at.line() - 1)).findFirst().orElse("");
    return line.indexOf('\t') >= 0 ? "indent with blanks, not with tabs" : "";
  }

  /** Text of a scalar as it was written. */
  static String restored(String scalar) {
    return scalar.replace(OPEN, "${").replace(CLOSE, "}");
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static Position at(String file, Node node) {
    return node.getStartMark().map(mark -> at(file, mark)).orElse(new Position(file, 0, 0));
  }

  private static Position at(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
