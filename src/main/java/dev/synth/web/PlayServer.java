package dev.synth.web;

import com.sun.net.httpserver.HttpServer;
import dev.synth.io.BadSettingException;
import dev.synth.io.CannotCreateException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves an instrument to browsers, by default to those of this machine only. Its address has a
 * secret in it, which other pages in the same browser do not know.
 */
public final class PlayServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING_MAX = 256;
  private static final int BACKLOG = 64;
  private static final int TOKEN_BYTES = 16;

  static {
    // Of the JDK's server, read when its first one is made: seconds for a request to arrive and for
    // an answer to be taken, and connections that may wait idly.
    setDefault("sun.net.httpserver.maxReqTime", "20");
    setDefault("sun.net.httpserver.maxRspTime", "300");
    setDefault("sun.net.httpserver.maxIdleConnections", "64");
    setDefault("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final SoundEncoding encoding;
  private final String address;

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Where to listen.
   *
   * @param host an address or a name of this machine
   * @param port 0 for one that is free
   */
  public record Place(String host, int port) {
    /** For browsers of this machine alone. */
    public static final String LOOPBACK = "127.0.0.1";
  }

  /**
   * Begins to serve.
   *
   * @throws CannotCreateException if the port is taken
   * @throws BadSettingException if this machine has no such host
   */
  public PlayServer(PlayedInstrument instrument, Place place) throws IOException {
    this.server = listen(place);
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    String path = "/" + HexFormat.of().formatHex(token) + "/";
    int port = server.getAddress().getPort();
    boolean isAnyAddress = server.getAddress().getAddress().isAnyLocalAddress();
    String named = isAnyAddress ? Place.LOOPBACK : place.host();
    String host = named.indexOf(':') >= 0 ? "[" + named + "]" : named;
    this.address = "http://" + host + ":" + port + path;
    this.encoding = new SoundEncoding(instrument.sounds());
    Gate gate = new Gate(host, port, isAnyAddress, path);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            work -> {
              Thread thread = new Thread(work, "synth-play");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", new Routes(gate, instrument, encoding));
    server.start();
  }

  private static HttpServer listen(Place place) throws IOException {
    try {
      InetAddress host = InetAddress.getByName(place.host());
      return HttpServer.create(new InetSocketAddress(host, place.port()), BACKLOG);
    } catch (UnknownHostException e) {
      throw new BadSettingException(
          "The setting 'host': there is no " + place.host() + " known to this machine");
    } catch (BindException e) {
      boolean taken = String.valueOf(e.getMessage()).contains("in use");
      if (!taken) {
        throw new BadSettingException(
            "The setting 'host': "
                + place.host()
                + ", port "
                + place.port()
                + ", cannot be listened on here ("
                + e.getMessage()
                + ")");
      }
      throw new CannotCreateException(
          "Port "
              + place.port()
              + " is taken; give the setting 'port' another one, or none for one that is free.");
    }
  }

  /** The address to open in a browser. */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    encoding.close();
  }
}
