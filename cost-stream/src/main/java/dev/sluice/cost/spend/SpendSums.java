package dev.sluice.cost.spend;

import dev.sluice.schemas.spend.EntryKind;
import dev.sluice.schemas.spend.LedgerEntry;
import dev.sluice.schemas.spend.SpendWindow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one window, as the store keeps them: a version byte, the numbers, the account.
 * Written by hand because it is done several times for each attempt. Mutable, one thread.
 */
final class SpendSums {
  private static final byte VERSION = 1;
  private static final int COST = 0;
  private static final int ATTEMPTS = 1;
  private static final int ESTIMATED = 2;
  private static final int WORST_CASE = 3;
  private static final int UNPRICED = 4;
  private static final int INPUT = 5;
  private static final int CACHED_INPUT = 6;
  private static final int CACHE_WRITE = 7;
  private static final int OUTPUT = 8;
  private static final int REASONING = 9;
  private static final int AUDIO = 10;
  private static final int LAST_ENTRY_AT = 11;
  private static final int CHANGE = 12;
  private static final int NUMBERS = 13;

  private final long[] numbers = new long[NUMBERS];
  private final byte[] account;

  private SpendSums(byte[] account) {
    this.account = account;
  }

  static SpendSums empty(String account) {
    return new SpendSums(account.getBytes(StandardCharsets.UTF_8));
  }

  static SpendSums ofBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException("sums of format " + version + " in the store");
    }
    int length = bytes.length - 1 - NUMBERS * Long.BYTES;
    byte[] account = new byte[length];
    long[] numbers = new long[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = in.getLong();
    }
    in.get(account);
    SpendSums sums = new SpendSums(account);
    System.arraycopy(numbers, 0, sums.numbers, 0, NUMBERS);
    return sums;
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(1 + NUMBERS * Long.BYTES + account.length);
    out.put(VERSION);
    for (long number : numbers) {
      out.putLong(number);
    }
    return out.put(account).array();
  }

  /**
   * Counts an entry in.
   *
   * @param change number of this change among those of the task
   */
  void add(LedgerEntry entry, long change) {
    if (entry.getKind() != EntryKind.CORRECTION) {
      plus(ATTEMPTS, 1L);
    }
    switch (entry.getCostSource()) {
      case ESTIMATED_USAGE -> plus(ESTIMATED, 1L);
      case WORST_CASE -> plus(WORST_CASE, 1L);
      case UNPRICED -> plus(UNPRICED, 1L);
      case PROVIDER_USAGE, CORRECTION, UNSPECIFIED -> {}
    }
    plus(COST, entry.getCostNanoUsd());
    plus(INPUT, entry.getInputTokens());
    plus(CACHED_INPUT, entry.getCachedInputTokens());
    plus(CACHE_WRITE, entry.getCacheWriteTokens());
    plus(CACHE_WRITE, entry.getCacheWrite1hTokens());
    plus(OUTPUT, entry.getOutputTokens());
    plus(REASONING, entry.getReasoningTokens());
    plus(AUDIO, entry.getAudioInputTokens());
    plus(AUDIO, entry.getAudioOutputTokens());
    numbers[LAST_ENTRY_AT] = Math.max(numbers[LAST_ENTRY_AT], entry.getEnteredAtMs());
    numbers[CHANGE] = change;
  }

  /** Stays at the highest number rather than stop the task: 9.2 billion dollars in one window. */
  private void plus(int at, @Nullable Long amount) {
    if (amount != null) {
      long sum = numbers[at] + amount;
      boolean overflow = ((numbers[at] ^ sum) & (amount ^ sum)) < 0;
      numbers[at] = overflow ? Long.MAX_VALUE : sum;
    }
  }

  /** Number of the latest change, without reading the rest. */
  static long changeIn(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong(1 + CHANGE * Long.BYTES);
  }

  SpendWindow upsert(ScopeWindow of) {
    SpendScope scope = of.scope();
    SpendWindow window = new SpendWindow();
    window.setAccount(new String(account, StandardCharsets.UTF_8));
    window.setProject(scope.project());
    window.setDimension(scope.dimension());
    window.setValue(scope.value());
    window.setWindow(of.length().label());
    window.setWindowStartMs(of.length().startMs(of.start()));
    window.setCostNanoUsd(numbers[COST]);
    window.setAttempts(numbers[ATTEMPTS]);
    window.setEstimatedAttempts(numbers[ESTIMATED]);
    window.setWorstCaseAttempts(numbers[WORST_CASE]);
    window.setUnpricedAttempts(numbers[UNPRICED]);
    window.setInputTokens(numbers[INPUT]);
    window.setCachedInputTokens(numbers[CACHED_INPUT]);
    window.setCacheWriteTokens(numbers[CACHE_WRITE]);
    window.setOutputTokens(numbers[OUTPUT]);
    window.setReasoningTokens(numbers[REASONING]);
    window.setAudioTokens(numbers[AUDIO]);
    window.setLastEntryAtMs(numbers[LAST_ENTRY_AT]);
    return window;
  }
}
