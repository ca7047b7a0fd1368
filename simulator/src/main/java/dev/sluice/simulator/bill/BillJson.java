package dev.sluice.simulator.bill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bill as JSON. Money is a number of nano-dollars, or null where there is no price. */
public final class BillJson {

  private static final JsonFactory JSON = new JsonFactory();

  private BillJson() {}

  /**
   * Writes the first {@code limit} entries, totals by credential and model over all entries of the
   * extract, and the counters. {@code more} tells whether entries were left out.
   */
  public static void write(Bill.Extract extract, int limit, OutputStream out) throws IOException {
    int shown = Math.min(limit, extract.entries().size());
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (BillEntry entry : extract.entries().subList(0, shown)) {
        writeEntry(json, entry);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("totals");
      for (Total total : totals(extract.entries())) {
        writeTotal(json, total);
      }
      json.writeEndArray();
      json.writeBooleanField("more", shown < extract.entries().size());
      json.writeNumberField("open", extract.open());
      json.writeNumberField("dropped", extract.dropped());
      json.writeNumberField("next", extract.next());
      json.writeEndObject();
    }
  }

  private static void writeEntry(JsonGenerator json, BillEntry entry) throws IOException {
    Caller caller = entry.caller();
    BillEntry.Outcome outcome = entry.outcome();
    json.writeStartObject();
    json.writeNumberField("number", entry.number());
    json.writeStringField("attempt", caller.attempt());
    json.writeBooleanField("attempt_given", caller.attemptGiven());
    json.writeBooleanField("repeated", entry.repeated());
    json.writeStringField("credential", caller.credential().fingerprint());
    json.writeStringField("credential_last_four", caller.credential().lastFour());
    json.writeStringField("api", caller.api());
    json.writeStringField("model", caller.model());
    json.writeNumberField("status", outcome.status());
    json.writeStringField("ended", outcome.ended().wire());
    json.writeBooleanField("usage_given", outcome.usageGiven());
    writeTokens(json, outcome.tokens());
    if (entry.costNanoDollars().isPresent()) {
      json.writeNumberField("cost_nano_usd", entry.costNanoDollars().getAsLong());
    } else {
      json.writeNullField("cost_nano_usd");
    }
    json.writeNumberField("started_ms", outcome.startedMs());
    json.writeNumberField("ended_ms", outcome.endedMs());
    json.writeEndObject();
  }

  private static void writeTokens(JsonGenerator json, Tokens tokens) throws IOException {
    json.writeObjectFieldStart("tokens");
    json.writeNumberField("input", tokens.input());
    json.writeNumberField("cached_input", tokens.cachedInput());
    json.writeNumberField("cache_write", tokens.cacheWrite());
    json.writeNumberField("cache_write_1h", tokens.cacheWrite1h());
    json.writeNumberField("audio", tokens.audio());
    json.writeNumberField("output", tokens.output());
    json.writeNumberField("reasoning", tokens.reasoning());
    json.writeEndObject();
  }

  private static void writeTotal(JsonGenerator json, Total total) throws IOException {
    json.writeStartObject();
    json.writeStringField("credential", total.credential);
    json.writeStringField("model", total.model);
    json.writeNumberField("calls", total.calls);
    json.writeNumberField("unpriced_calls", total.unpriced);
    json.writeObjectFieldStart("tokens");
    for (int i = 0; i < Total.CLASSES.size(); i++) {
      json.writeNumberField(Total.CLASSES.get(i), total.tokens[i]);
    }
    json.writeEndObject();
    json.writeNumberField("cost_nano_usd", total.nanoDollars);
    json.writeEndObject();
  }

  private static Iterable<Total> totals(List<BillEntry> entries) {
    Map<String, Total> totals = new TreeMap<>();
    for (BillEntry entry : entries) {
      String credential = entry.caller().credential().fingerprint();
      String model = entry.caller().model();
      totals
          .computeIfAbsent(credential + ' ' + model, k -> new Total(credential, model))
          .add(entry);
    }
    return totals.values();
  }

  private static final class Total {
    static final List<String> CLASSES =
        List.of(
            "input",
            "cached_input",
            "cache_write",
            "cache_write_1h",
            "audio",
            "output",
            "reasoning");

    final String credential;
    final String model;
    final long[] tokens = new long[CLASSES.size()];
    long calls;
    long unpriced;
    long nanoDollars;

    Total(String credential, String model) {
      this.credential = credential;
      this.model = model;
    }

    void add(BillEntry entry) {
      Tokens t = entry.outcome().tokens();
      int[] counts = {
        t.input(),
        t.cachedInput(),
        t.cacheWrite(),
        t.cacheWrite1h(),
        t.audio(),
        t.output(),
        t.reasoning()
      };
      for (int i = 0; i < counts.length; i++) {
        tokens[i] += counts[i];
      }
      calls++;
      if (entry.costNanoDollars().isPresent()) {
        nanoDollars = Math.addExact(nanoDollars, entry.costNanoDollars().getAsLong());
      } else {
        unpriced++;
      }
    }
  }
}
