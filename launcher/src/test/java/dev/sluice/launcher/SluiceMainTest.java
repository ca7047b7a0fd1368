package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SluiceMainTest {
  static Stream<String> started() {
    return SluiceMain.STARTED.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("started")
  void shouldSayTheSameAloneAsAmongAllCommands(String name) {
    CommandLine alone = SluiceMain.commandLineFor(name);

    assertThat(alone.getSubcommands()).containsOnlyKeys(name);
    assertThat(said(alone, name, "--help")).isEqualTo(said(all(), name, "--help")).contains(name);
    assertThat(said(alone, name, "--no-such-option"))
        .isEqualTo(said(all(), name, "--no-such-option"))
        .contains("--no-such-option");
  }

  @Test
  void shouldKnowAllCommandsWhereNoneIsStarted() {
    assertThat(SluiceMain.commandLineFor().getSubcommands()).containsKeys("up", "keys", "doctor");
    assertThat(SluiceMain.commandLineFor("--help").getSubcommands()).containsKey("up");
    assertThat(SluiceMain.commandLineFor("help", "up").getSubcommands()).containsKey("up");
    assertThat(SluiceMain.commandLineFor("keys").getSubcommands()).containsKey("keys");
  }

  private static CommandLine all() {
    return SluiceMain.commandLine();
  }

  private static String said(CommandLine line, String... arguments) {
    StringWriter text = new StringWriter();
    line.setOut(new PrintWriter(text)).setErr(new PrintWriter(text)).execute(arguments);
    return text.toString();
  }
}
