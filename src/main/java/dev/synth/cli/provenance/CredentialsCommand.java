package dev.synth.cli.provenance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.io.text.Printable;
import dev.synth.provenance.key.Certificates;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth credentials}: the key that signs what is generated. */
@Command(
    name = "credentials",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "The key that signs generated files, and its certificate.",
    description = {
      "",
      "Generated sounds carry content credentials (C2PA): what made them, from what, signed. The key"
          + " is made when the first file is signed, and kept in the folder for your settings"
          + " (~/.config/synth/credentials). As nobody vouches for it, other programs call its"
          + " signatures valid but not trusted; a certificate of an authority is taken by 'use'.",
      ""
    },
    subcommands = {
      CredentialsCommand.Init.class,
      CredentialsCommand.Show.class,
      CredentialsCommand.Use.class
    })
public final class CredentialsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  private static void print(CommandSpec spec, Credentials credentials, boolean json) {
    X509Certificate signer = credentials.signer();
    X509Certificate last = credentials.chain().get(credentials.chain().size() - 1);
    LocalDate until = signer.getNotAfter().toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    Path folder = Credentials.folder();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("name", Certificates.commonName(signer));
      node.put("organization", Certificates.organization(signer).orElse(""));
      node.put("algorithm", credentials.algorithm().name());
      node.put("validUntil", until.toString());
      node.put("fingerprint", Certificates.fingerprint(signer));
      node.put("root", Certificates.commonName(last));
      node.put("rootFingerprint", Certificates.fingerprint(last));
      node.put("folder", folder.toString());
      spec.commandLine().getOut().println(node.toPrettyString());
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s, %s, valid until %s%n  SHA-256 %s%n  root %s%n  SHA-256 %s%n  in %s%n",
            Printable.value(Certificates.commonName(signer)),
            credentials.algorithm(),
            until,
            Certificates.fingerprint(signer),
            Printable.value(Certificates.commonName(last)),
            Certificates.fingerprint(last),
            folder);
  }

  /** {@code synth credentials init}. */
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      versionProvider = BuildVersion.class,
      sortOptions = false,
      header = "Make a key and a certificate for it.",
      description = {
        "",
        "The certificate is signed by a root of its own, whose key is thrown away. Both are valid"
            + " for ten years.",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {"  synth credentials init --name 'Studio Example'", ""})
  static final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description =
            "Who signs; everyone reads it who has a signed file (default: no name of yours).")
    private String name;

    @Option(
        names = "--algorithm",
        paramLabel = "NAME",
        defaultValue = "ed25519",
        description =
            "ed25519, which signs the same bytes alike each time, or es256 (default:"
                + " ${DEFAULT-VALUE}).")
    private SignatureAlgorithm algorithm;

    @Option(
        names = {"-f", "--force"},
        description = "Replace an earlier key, which is lost; what it signed stays valid.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      if (algorithm != SignatureAlgorithm.ED25519 && algorithm != SignatureAlgorithm.ES256) {
        throw new ParameterException(
            spec.commandLine(), "--algorithm must be ed25519 or es256; 'use' takes other keys.");
      }
      if (name != null && (name.isBlank() || name.length() > 64)) {
        throw new ParameterException(
            spec.commandLine(), "--name must have from 1 to 64 characters.");
      }
      print(spec, Credentials.init(Credentials.folder(), name, algorithm, force), json);
      return ExitCodes.OK;
    }
  }

  /** {@code synth credentials show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      versionProvider = BuildVersion.class,
      sortOptions = false,
      header = "Say who signs, and until when.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--pem",
        description = "Print the certificates, root last, for those who are to trust them.")
    private boolean pem;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      Credentials credentials = Credentials.load(Credentials.folder());
      if (pem) {
        spec.commandLine().getOut().print(credentials.pem());
      } else {
        print(spec, credentials, json);
      }
      return ExitCodes.OK;
    }
  }

  /** {@code synth credentials use}. */
  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      versionProvider = BuildVersion.class,
      sortOptions = false,
      header = "Sign with a certificate of your own.",
      description = {
        "",
        "Both files are copied into the folder for your settings, the key so that only you can read"
            + " it. The key is PKCS #8 text without a password, of P-256, P-384, P-521, Ed25519 or"
            + " RSA from 2048 bits.",
        ""
      },
      footerHeading = "%nExamples:%n",
      footer = {"  synth credentials use chain.pem key.pem", ""})
  static final class Use implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        paramLabel = "CHAIN",
        description = "Certificates as PEM text, the signer's first.")
    private Path chain;

    @Parameters(index = "1", paramLabel = "KEY", description = "The signer's private key.")
    private Path key;

    @Option(
        names = {"-f", "--force"},
        description = "Replace an earlier key, which is lost.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      print(spec, Credentials.use(Credentials.folder(), chain, key, force), json);
      return ExitCodes.OK;
    }
  }
}
