package dev.sluice.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcStatTest {

  @Test
  void shouldReadTimesBehindANameOfAnyKind() {
    String stat = "12 (a b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 7 8 20 0 30";

    assertThat(ProcStat.cpuMicros(stat)).isEqualTo(3_000_000);
  }

  @Test
  void shouldReadANumberBehindItsLabel() {
    assertThat(ProcStat.number("Name:\tjava\nVmRSS:\t  123456 kB\nThreads:\t42\n", "VmRSS:"))
        .isEqualTo(123_456);
  }

  @Test
  void shouldReadThisProcess() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc here");
    long self = ProcessHandle.current().pid();

    assertThat(ProcStat.cpuMicros(List.of(self))).isPositive();
    assertThat(ProcStat.residentKilobytes(self)).isPositive();
    assertThat(ProcStat.threads(self)).isPositive();
    assertThat(ProcStat.fileDescriptors(self)).isPositive();
  }
}
