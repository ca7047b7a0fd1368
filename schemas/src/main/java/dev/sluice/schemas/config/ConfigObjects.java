package dev.sluice.schemas.config;

import dev.sluice.schemas.money.PriceBookText;
import dev.sluice.schemas.money.PriceBooks;
import dev.sluice.schemas.money.PriceOverride;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Between configuration records and the objects of the {@code config} topic. Pure. */
public final class ConfigObjects {
  private ConfigObjects() {}

  /**
   * The objects that a file names, in the order of kinds. The provider {@code simulator} is among
   * them where the simulator is enabled, unless the file has one of its own.
   *
   * @param file whose simulator port is not 0, if the simulator is enabled
   */
  public static List<ConfigObject> fromFile(SluiceFile file) {
    return fromFile(file, URI.create("http://127.0.0.1:" + file.simulator().port() + "/v1"));
  }

  /**
   * As {@link #fromFile(SluiceFile)}, for a simulator that took a free port.
   *
   * @param simulatorUrl its base address, version part included
   */
  public static List<ConfigObject> fromFile(SluiceFile file, URI simulatorUrl) {
    FileObjects objects = file.objects();
    List<ConfigBody> bodies = new ArrayList<>();
    bodies.add(objects.defaults());
    objects.providers().forEach(settings -> bodies.add(settings.provider()));
    if (file.simulator().enabled() && !names(objects, SimulatorSettings.PROVIDER)) {
      bodies.add(new Provider(SimulatorSettings.PROVIDER, ProviderType.OPENAI, simulatorUrl, null));
    }
    bodies.addAll(prices(objects));
    bodies.addAll(objects.models());
    objects.projects().forEach(settings -> bodies.add(settings.project()));
    bodies.addAll(objects.accounts());
    bodies.addAll(objects.adminKeys());
    bodies.addAll(objects.webhooks());
    objects.projects().forEach(settings -> bodies.addAll(settings.keys()));
    return bodies.stream().map(ConfigObjects::of).toList();
  }

  private static boolean names(FileObjects objects, String provider) {
    return objects.providers().stream()
        .anyMatch(settings -> settings.provider().name().equals(provider));
  }

  private static List<ConfigBody> prices(FileObjects objects) {
    List<PriceOverride> overrides =
        objects.providers().stream().flatMap(settings -> settings.prices().stream()).toList();
    if (overrides.isEmpty()) {
      return List.of(new CurrentPriceBook(PriceBooks.builtInVersion()));
    }
    PriceBookText text = PriceBooks.textOf(overrides);
    return List.of(
        new PriceBookBody(text.version(), text.bodyJson()), new CurrentPriceBook(text.version()));
  }

  /** The object of this body; equal bodies give equal text. */
  public static ConfigObject of(ConfigBody body) {
    return new ConfigObject(body.kind().text(), body.name(), BodyJson.write(body));
  }

  /**
   * As {@link #parse}, for a body that a person wrote: a field that is not known makes it
   * malformed, too, and the reason names the nearest one.
   */
  public static ParsedObject parseStrictly(String kind, String name, String bodyJson) {
    return BodyJson.readStrictly(kind, name, bodyJson);
  }

  /** Reads and checks a body. Whether names in it exist elsewhere is not checked here. */
  public static ParsedObject parse(String kind, String name, String bodyJson) {
    return BodyJson.read(kind, name, bodyJson);
  }
}
