package dev.sluice.schemas.config;

/** What a configuration object says, by its kind. */
public sealed interface ConfigBody
    permits Provider,
        ModelRoute,
        Project,
        VirtualKey,
        Account,
        CallDefaults,
        PriceBookBody,
        CurrentPriceBook,
        AdminKey,
        Webhook {
  /** Kind of the object. */
  ConfigKind kind();

  /** Name of the object, unique among its kind. */
  String name();
}
