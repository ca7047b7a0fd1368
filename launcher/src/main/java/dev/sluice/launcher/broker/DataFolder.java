package dev.sluice.launcher.broker;

import dev.sluice.launcher.broker.BrokerStartException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A data folder that this process alone has open. The lock belongs to the process: after a crash
 * the operating system has already released it.
 */
final class DataFolder implements AutoCloseable {

  /** The format that this Sluice writes, and the newest that it reads. */
  static final int FORMAT_VERSION = 1;

  static final String VERSION_FILE = "sluice-data.version";
  static final String LOCK_FILE = ".lock";
  private static final String LOG_FOLDER = "broker";

  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder where it is missing, locks it and checks its version.
   *
   * @throws BrokerStartException if it is in use, newer than this Sluice, or not usable
   */
  static DataFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      DataFolder opened = new DataFolder(folder, lock(folder));
      try {
        opened.checkVersion();
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
      return opened;
    } catch (IOException e) {
      throw new BrokerStartException(
          Reason.DATA_FOLDER_UNUSABLE,
          "data folder "
              + folder
              + " cannot be used: "
              + e
              + "; make it a folder that this user may write to, or start with another one",
          e);
    }
  }

  /** Where Kafka keeps its logs. */
  Path logFolder() {
    return folder.resolve(LOG_FOLDER);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("data folder " + folder + " could not be unlocked", e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(folder);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw inUse(folder);
  }

  private static BrokerStartException inUse(Path folder) {
    return new BrokerStartException(
        Reason.DATA_FOLDER_IN_USE,
        "data folder "
            + folder
            + " is in use by another running Sluice; stop that one, or start this one with another"
            + " data folder");
  }

  private void checkVersion() throws IOException {
    Path file = folder.resolve(VERSION_FILE);
    if (!Files.exists(file)) {
      Path draft = folder.resolve(VERSION_FILE + ".new");
      Files.writeString(draft, FORMAT_VERSION + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    int version = readVersion(file);
    if (version > FORMAT_VERSION) {
      throw new BrokerStartException(
          Reason.DATA_FOLDER_NEWER,
          "data folder "
              + folder
              + " was written by a newer Sluice (format "
              + version
              + ", this one reads up to "
              + FORMAT_VERSION
              + "); start that version, or use another data folder");
    }
  }

  private int readVersion(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new BrokerStartException(
          Reason.DATA_FOLDER_UNUSABLE,
          "data folder "
              + folder
              + " cannot be used: "
              + file
              + " does not hold a format version; write 1 into it if nothing else is damaged, or"
              + " start with another data folder");
    }
    return Integer.parseInt(text);
  }
}
