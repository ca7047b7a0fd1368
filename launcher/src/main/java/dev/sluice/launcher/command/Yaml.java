package dev.sluice.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Between JSON and YAML. Pure. */
final class Yaml {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Yaml() {}

  static String write(JsonNode node) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(JSON.convertValue(node, Object.class));
  }

  /**
   * Reads a text that is YAML or, as all JSON is, both.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is neither
   */
  static JsonNode read(String text) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    return JSON.valueToTree(new Load(settings).loadFromString(text));
  }
}
