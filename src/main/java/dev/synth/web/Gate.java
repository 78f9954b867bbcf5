package dev.synth.web;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
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

  /** Characters of a path (RFC 3986); a percent sign goes with two digits. */
  private static final Pattern PATH =
      Pattern.compile("/(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*+");

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

  /** Why a request is not let in, or where else it is to go; null if it is let in. */
  Reply refusal(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> named = headers.getAll("Host");
    if (named.size() != 1 || !isOwn(named.get(0).toLowerCase(Locale.ROOT))) {
      return Reply.refusal(421, "This server is not known by that host name.");
    }
    String asked = asked(request);
    if (!PATH.matcher(asked).matches()) {
      return Reply.refusal(
          400,
          "The address is not well formed: it begins with /, and a % in it stands before two"
              + " hexadecimal digits.");
    }
    boolean isWithoutSlash = knows(asked + "/") && asked.length() + 1 == path.length();
    if (!isWithoutSlash && !knows(asked)) {
      return Reply.refusal(404, "There is nothing here; open the address that synth play printed.");
    }
    for (String origin : headers.getAll("Origin")) {
      if (!origin.equalsIgnoreCase("http://" + named.get(0))) {
        return Reply.refusal(403, "Another page may not ask this.");
      }
    }
    String site = headers.get("Sec-Fetch-Site");
    boolean isOther = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean isOpened = "navigate".equals(headers.get("Sec-Fetch-Mode"));
    if (isOther && !(isOpened && request.method().equals(HttpMethod.GET))) {
      return Reply.refusal(403, "Another page may not ask this.");
    }
    return isWithoutSlash ? Reply.to(path) : null;
  }

  private boolean isOwn(String host) {
    String end = ":" + port;
    return hosts.contains(host)
        || isAnyAddress
            && host.endsWith(end)
            && NUMBERS.matcher(host.substring(0, host.length() - end.length())).matches();
  }

  private static String asked(HttpRequest request) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** Whether a path begins with the token; in a time that does not tell how much was right. */
  private boolean knows(String asked) {
    return asked.length() >= path.length()
        && MessageDigest.isEqual(
            asked.substring(0, path.length()).getBytes(StandardCharsets.UTF_8),
            path.getBytes(StandardCharsets.UTF_8));
  }

  /** The file behind the token, of a request that was let in; empty for the page itself. */
  String file(HttpRequest request) {
    return asked(request).substring(path.length());
  }

  /** What stands behind the question mark of a request; empty if there is none. */
  static String query(HttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? "" : request.uri().substring(query + 1);
  }
}
