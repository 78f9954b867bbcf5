package dev.synth.provenance.key;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Outputs;
import dev.synth.io.path.ConfigFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The key that signs content credentials, and its chain of certificates. Both are in one folder,
 * which only its owner can open: {@value #KEY} (PKCS #8) and {@value #CHAIN}, the signer's
 * certificate first. The key is never shown.
 */
public final class Credentials {
  private static final String KEY = "key.pem";
  private static final String CHAIN = "chain.pem";
  private static final Duration VALID = Duration.ofDays(3650);
  private static final String DEFAULT_NAME = "A user of synth";
  private static final String PROBE = "probe";
  private static final String PRIVATE = "rwx------";
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final SignatureAlgorithm algorithm;

  private Credentials(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
    this.algorithm = SignatureAlgorithm.of(signer().getPublicKey()).orElseThrow();
  }

  /** The folder of the user's own. */
  public static Path folder() {
    return ConfigFolder.path().resolve("credentials");
  }

  /** Whether there are credentials in {@code folder}. */
  public static boolean exist(Path folder) {
    return Files.exists(folder.resolve(CHAIN));
  }

  /**
   * Those in {@code folder}.
   *
   * @throws dev.synth.io.NoInputException if there are none
   * @throws BadDataException if they are damaged, do not belong together, others can read the key,
   *     or the certificate cannot sign, or no more
   */
  public static Credentials load(Path folder) throws IOException {
    checkPrivate(folder.resolve(KEY));
    return read(folder.resolve(CHAIN), folder.resolve(KEY));
  }

  private static Credentials read(Path chainFile, Path keyFile) throws IOException {
    List<X509Certificate> chain = Pem.certificates(chainFile);
    Optional<String> fault = Certificates.fault(chain.get(0), Instant.now());
    fault = fault.isPresent() ? fault : Certificates.chainFault(chain);
    if (fault.isPresent()) {
      throw new BadDataException(chainFile + ": " + fault.get() + ".");
    }
    String kind = chain.get(0).getPublicKey().getAlgorithm();
    Credentials read = new Credentials(Pem.key(keyFile, kind), chain);
    byte[] probe = PROBE.getBytes(StandardCharsets.US_ASCII);
    if (!isValid(read.algorithm, read.signer(), probe, read.sign(probe))) {
      throw new BadDataException(
          keyFile + ": is not the key of the certificate in " + chainFile + ".");
    }
    return read;
  }

  private static void checkPrivate(Path file) throws IOException {
    if (!Files.exists(file) || !hasPermissions(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw new BadDataException(
          file + ": can be read by others, who could sign as you; chmod 600 makes it your own.");
    }
  }

  private static boolean hasPermissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Makes a key and certificates for it in {@code folder}.
   *
   * @param name to stand in them, which everyone can read who has a signed file; null for none
   * @param force whether to put them in the place of others, which are lost
   * @throws CannotCreateException if there are others, or the folder cannot be made
   */
  public static Credentials init(
      Path folder, String name, SignatureAlgorithm algorithm, boolean force) throws IOException {
    try {
      CertificateMaker.Made made =
          new CertificateMaker(algorithm)
              .make(name == null ? DEFAULT_NAME : name, Instant.now(), VALID);
      return keep(folder, new Credentials(made.key(), made.chain()), force);
    } catch (GeneralSecurityException e) {
      throw new IOException("Java cannot make a key (" + e.getMessage() + ").", e);
    }
  }

  /**
   * Takes over a key and certificates from elsewhere.
   *
   * @param chainFile PEM text, the signer's certificate first
   * @param keyFile PEM text of a PKCS #8 key that is not encrypted
   * @throws BadDataException as {@link #load}
   * @throws CannotCreateException as {@link #init}
   */
  public static Credentials use(Path folder, Path chainFile, Path keyFile, boolean force)
      throws IOException {
    return keep(folder, read(chainFile, keyFile), force);
  }

  /** Whole or not at all: a folder beside it is filled, then takes its name. */
  private static Credentials keep(Path folder, Credentials credentials, boolean force)
      throws IOException {
    if (Files.exists(folder) && !force) {
      throw new CannotCreateException(
          folder + ": credentials exist already; pass -f to replace them, which loses their key.");
    }
    Path parent = folder.toAbsolutePath().getParent();
    boolean posix = hasPermissions(parent);
    // Whoever may write there could put another key in the place of this one.
    Outputs.createDirectory(parent, attributes(posix, PRIVATE));
    Path made;
    try {
      made = Files.createTempDirectory(parent, ".credentials", attributes(posix, PRIVATE));
    } catch (FileSystemException e) {
      throw new CannotCreateException(folder + ": cannot be created (" + Outputs.reason(e) + ").");
    }
    try {
      write(made.resolve(KEY), Pem.write(credentials.key), posix);
      write(made.resolve(CHAIN), Pem.write(credentials.chain), posix);
      if (force) {
        remove(folder);
      }
      moveTo(made, folder);
      return credentials;
    } finally {
      remove(made);
    }
  }

  private static void moveTo(Path made, Path folder) throws IOException {
    try {
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(made, folder);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      throw new CannotCreateException(folder + ": another process made credentials meanwhile.");
    } catch (FileSystemException e) {
      throw exists(folder)
          ? new CannotCreateException(folder + ": another process made credentials meanwhile.")
          : e;
    }
  }

  private static boolean exists(Path folder) {
    return exist(folder);
  }

  private static void remove(Path folder) throws IOException {
    for (String name : List.of(KEY, CHAIN)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  private static void write(Path file, String text, boolean posix) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes(posix, "rw-------"))) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      out.force(true);
    }
  }

  private static FileAttribute<?>[] attributes(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Certificates, the signer's first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The signer's certificate. */
  public X509Certificate signer() {
    return chain.get(0);
  }

  /** The chain as PEM text. */
  public String pem() {
    return Pem.write(chain);
  }

  /** How it signs. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** How many bytes a signature has. */
  public int signatureBytes() {
    return algorithm.signatureBytes(signer().getPublicKey());
  }

  /** The signature of {@code message}. */
  public byte[] sign(byte[] message) {
    try {
      Signature engine = algorithm.engine();
      engine.initSign(key);
      engine.update(message);
      return engine.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign: " + e.getMessage(), e);
    }
  }

  /** Whether {@code signature} of {@code message} is by the owner of {@code certificate}. */
  public static boolean isValid(
      SignatureAlgorithm algorithm, X509Certificate certificate, byte[] message, byte[] signature) {
    try {
      Signature engine = algorithm.engine();
      engine.initVerify(certificate.getPublicKey());
      engine.update(message);
      return engine.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // neither key nor signature of that algorithm
    }
  }

  @Override
  public String toString() {
    return "credentials of " + Certificates.commonName(signer()); // and never the key
  }
}
