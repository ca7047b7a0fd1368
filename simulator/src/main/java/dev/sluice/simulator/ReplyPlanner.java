package dev.sluice.simulator;

import dev.sluice.simulator.bill.Seeds;
import dev.sluice.simulator.bill.Tokenizer;
import dev.sluice.simulator.bill.Tokens;
import dev.sluice.simulator.dialect.Ask;
import dev.sluice.simulator.dialect.ChatCall;
import dev.sluice.simulator.dialect.Choice;
import dev.sluice.simulator.dialect.Finish;
import dev.sluice.simulator.dialect.Prompt;
import dev.sluice.simulator.dialect.Reply;
import dev.sluice.simulator.dialect.Text;
import dev.sluice.simulator.fault.Behaviour;
import dev.sluice.simulator.fault.BehaviourReader;
import dev.sluice.simulator.fault.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what is answered: the words, the tool that is called, the tokens of every class.
 * Immutable.
 *
 * <p>The model {@code echo} says the last user message again, without directives. The model {@code
 * tool-call} calls the first tool that is offered. All others generate words. A tool that is asked
 * for by directive or model is not called again once the conversation ends with a tool's result.
 */
final class ReplyPlanner {

  static final String ECHO = "echo";
  static final String TOOL_CALL = "tool-call";

  private static final int MOST_TOKENS = 1_000_000;
  private static final int SHORTEST = 16;
  private static final int LENGTHS = 48;
  private static final int OVERRUN = 3;

  private final Tokenizer tokenizer;

  ReplyPlanner(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Plans the answer to a call.
   *
   * @param mostChoices what the dialect allows
   * @param overrun three times the asked output limit is generated
   */
  Reply plan(ChatCall call, Behaviour behaviour, int mostChoices, boolean overrun, String serial) {
    Size size = behaviour.size();
    int wanted = size.choices() > 0 ? size.choices() : call.ask().choices();
    int count = Math.min(wanted, mostChoices);
    long seed =
        Seeds.mix(behaviour.seed() ^ call.prompt().text().hashCode() ^ call.model().hashCode());
    List<Choice> choices = new ArrayList<>(count);
    int output = 0;
    int reasoning = 0;
    for (int i = 0; i < count; i++) {
      Choice choice = choice(call, size, Seeds.mix(seed + i), overrun);
      choices.add(choice);
      output += choice.text().tokens();
      reasoning += choice.reasoning().tokens();
    }
    Tokens tokens = promptTokens(call, behaviour).withCompletion(output, reasoning);
    long now = System.currentTimeMillis() / 1000;
    return new Reply(serial, now, call.model(), choices, tokens);
  }

  /** The prompt by class; together never more than the bytes of the request. */
  static Tokens promptTokens(ChatCall call, Behaviour behaviour) {
    int bytes = call.bytes();
    Prompt prompt = call.prompt();
    int text = Tokenizer.billed(call.model(), prompt.textTokens(), bytes, behaviour.seed());
    int audio = Math.min(prompt.audioTokens(), bytes - text);
    int cached = Math.min(behaviour.size().cachedInput(), text);
    int cacheWrite = Math.min(behaviour.size().cacheWrite(), text - cached);
    int hour = Math.min(behaviour.size().cacheWrite1h(), text - cached - cacheWrite);
    return new Tokens(text - cached - cacheWrite - hour, cached, cacheWrite, hour, audio, 0, 0);
  }

  private Choice choice(ChatCall call, Size size, long seed, boolean overrun) {
    int asked = call.ask().maxOutput();
    int length = length(size, seed);
    int reasoning = Math.min(size.reasoning(), MOST_TOKENS);
    if (overrun) {
      long total = (long) OVERRUN * (asked > 0 ? asked : length + reasoning);
      int most = (int) Math.min(total, MOST_TOKENS);
      int thought = Math.min(reasoning, most);
      return new Choice(
          new Text.Generated(seed, most - thought),
          new Text.Generated(~seed, thought),
          "",
          Finish.STOP);
    }
    int limit = asked > 0 ? asked : Integer.MAX_VALUE;
    int thought = Math.min(reasoning, limit);
    String tool = tool(call, size);
    Text whole = tool.isEmpty() ? say(call, size, seed, length) : arguments(seed, length);
    Text said = whole.limit(limit - thought);
    boolean cut = said.tokens() < whole.tokens() || thought < reasoning;
    Finish ordinary = tool.isEmpty() ? Finish.STOP : Finish.TOOL;
    return new Choice(
        said, new Text.Generated(~seed, thought), tool, cut ? Finish.LENGTH : ordinary);
  }

  private static int length(Size size, long seed) {
    return size.output() == Size.SEEDED
        ? SHORTEST + Math.floorMod(seed, LENGTHS)
        : Math.min(size.output(), MOST_TOKENS);
  }

  private Text say(ChatCall call, Size size, long seed, int length) {
    if (!call.ask().sample().isEmpty()) {
      return cut(call.ask().sample());
    }
    if (!bare(call.model()).equals(ECHO)) {
      return new Text.Generated(seed, length);
    }
    Text echo = cut(BehaviourReader.withoutDirectives(call.prompt().text()));
    return size.output() == Size.SEEDED ? echo : echo.limit(length);
  }

  private Text arguments(long seed, int length) {
    StringBuilder json = new StringBuilder("{\"text\":\"");
    new Text.Generated(seed, Math.max(1, length)).appendEscaped(json);
    return cut(json.append("\"}").toString());
  }

  private Text cut(String text) {
    int[] ends = tokenizer.ends(text);
    return new Text.Cut(text, ends, ends.length);
  }

  private static String tool(ChatCall call, Size size) {
    Ask ask = call.ask();
    if (!ask.forcedTool().isEmpty()) {
      return ask.forcedTool();
    }
    if (call.prompt().answersTool() && call.prompt().toolResults() >= size.rounds()) {
      return "";
    }
    if (!size.tool().isEmpty()) {
      return size.tool();
    }
    boolean byModel = bare(call.model()).equals(TOOL_CALL) && !ask.tools().isEmpty();
    return byModel ? ask.tools().getFirst() : "";
  }

  private static String bare(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }
}
