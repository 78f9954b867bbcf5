package dev.synth.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who is let in: requests that name this server (so that no other name can be led to it), that know
 * the token in its address, and that do not come from another page.
 */
final class Gate {
  /** What a server of all of this machine's addresses is asked by: no name can be led to it. */
  private static final Pattern NUMBERS = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-f:]+\\])");

  private final Set<String> hosts;
  private final int port;
  private final boolean isAnyAddress;
  private final String path;

  /**
   * The gate of a server.
   *
   * @param host as in its address
   * @param isAnyAddress whether it listens on all addresses of this machine
   * @param path with the token, between slashes
   */
  Gate(String host, int port, boolean isAnyAddress, String path) {
    this.port = port;
    this.isAnyAddress = isAnyAddress;
    String own = host.toLowerCase(Locale.ROOT) + ":" + port;
    boolean isLoopback = host.equals(PlayServer.Place.LOOPBACK) || host.equals("localhost");
    this.hosts = isLoopback ? Set.of("127.0.0.1:" + port, "localhost:" + port) : Set.of(own);
    this.path = path;
  }

  /** A refusal. */
  record Refusal(int status, String sentence) {}

  /** Why a request is not let in; null if it is. */
  Refusal refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> named = headers.getOrDefault("Host", List.of());
    if (named.size() != 1 || !isOwn(named.get(0).toLowerCase(Locale.ROOT))) {
      return new Refusal(421, "This server is not known by that host name.");
    }
    if (file(exchange) == null) {
      return new Refusal(404, "There is nothing here; open the address that synth play printed.");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!origin.equalsIgnoreCase("http://" + named.get(0))) {
        return new Refusal(403, "Another page may not ask this.");
      }
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean isOther = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean isOpened = "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
    if (isOther && !(isOpened && exchange.getRequestMethod().equals("GET"))) {
      return new Refusal(403, "Another page may not ask this.");
    }
    return null;
  }

  private boolean isOwn(String host) {
    String end = ":" + port;
    return hosts.contains(host)
        || isAnyAddress
            && host.endsWith(end)
            && NUMBERS.matcher(host.substring(0, host.length() - end.length())).matches();
  }

  /** The file behind the token, empty for the page itself; null if the token is not there. */
  String file(HttpExchange exchange) {
    String asked = exchange.getRequestURI().getRawPath();
    if (asked == null || asked.length() < path.length()) {
      return null;
    }
    // In a time that does not tell how much of it was right.
    boolean knows =
        MessageDigest.isEqual(
            asked.substring(0, path.length()).getBytes(StandardCharsets.UTF_8),
            path.getBytes(StandardCharsets.UTF_8));
    return knows ? asked.substring(path.length()) : null;
  }
}
