package dev.synth.web;

import dev.synth.io.BadSettingException;
import dev.synth.io.CannotCreateException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves an instrument to browsers, by default to those of this machine only. Its address has a
 * secret in it, which other pages in the same browser do not know. Two threads read and write for
 * all connections, and a few others encode sounds.
 */
public final class PlayServer implements AutoCloseable {
  private static final int READERS = 2;

  /** More than sounds are received at a time, so that the library's are still given. */
  private static final int WORKERS = 6;

  private static final int CONNECTIONS_MAX = 256;
  private static final int BACKLOG = 256;
  private static final int TOKEN_BYTES = 16;

  private static final int LINE_MAX = 8192;
  private static final int HEAD_MAX = 16_384;
  private static final int PART_MAX = 65_536;

  private static final Patience USUAL = new Patience(20_000, 300_000);

  private final EventLoopGroup readers =
      new MultiThreadIoEventLoopGroup(
          READERS, new DefaultThreadFactory("synth-play", true), NioIoHandler.newFactory());

  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, new DefaultThreadFactory("synth-play", true));

  private final Channel channel;
  private final InetSocketAddress own;
  private final Place place;
  private final String path;
  private final String address;
  private volatile Parts parts;

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
   * For how long connections are waited for.
   *
   * @param headMillis for a request to arrive, and for its body to go on
   * @param answerMillis for a whole body, and for an answer to be taken
   */
  record Patience(long headMillis, long answerMillis) {}

  /** What connections share. */
  record Parts(
      Gate gate,
      Routes routes,
      SoundEncoding encoding,
      Connections connections,
      ExecutorService workers) {}

  /**
   * Takes a port, before anything else is loaded; {@link #serve} answers there.
   *
   * @throws CannotCreateException if the port is taken
   * @throws BadSettingException if this machine has no such host
   */
  public PlayServer(Place place) throws IOException {
    this(place, USUAL);
  }

  PlayServer(Place place, Patience patience) throws IOException {
    this.place = place;
    try {
      this.channel = listen(place, patience);
      this.own = (InetSocketAddress) channel.localAddress();
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      this.path = "/" + HexFormat.of().formatHex(token) + "/";
      this.address = "http://" + host() + ":" + own.getPort() + path;
    } catch (IOException | RuntimeException e) {
      end();
      throw e;
    }
  }

  private boolean isAnyAddress() {
    return own.getAddress().isAnyLocalAddress();
  }

  /** As browsers name it. */
  private String host() {
    String named = isAnyAddress() ? Place.LOOPBACK : place.host();
    return named.indexOf(':') >= 0 ? "[" + named + "]" : named;
  }

  /** Begins to answer; connections that came before have waited for it. */
  public PlayServer serve(PlayedInstrument instrument) throws IOException {
    try {
      parts =
          new Parts(
              new Gate(host(), own.getPort(), isAnyAddress(), path),
              new Routes(instrument),
              new SoundEncoding(instrument.sounds()),
              new Connections(CONNECTIONS_MAX),
              workers);
      channel.config().setAutoRead(true);
      return this;
    } catch (IOException | RuntimeException e) {
      end();
      throw e;
    }
  }

  /** Takes a port; connections wait there until they are read. */
  private Channel listen(Place place, Patience patience) throws IOException {
    if (place.host().isBlank()) {
      throw new BadSettingException(
          "The setting 'host' is empty; give it an address or a name of this machine");
    }
    InetSocketAddress at;
    try {
      at = new InetSocketAddress(InetAddress.getByName(place.host()), place.port());
    } catch (UnknownHostException e) {
      throw new BadSettingException(
          "The setting 'host': there is no " + place.host() + " known to this machine");
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(readers)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    PageConnection page = new PageConnection(parts, patience);
                    connection
                        .pipeline()
                        .addLast(page.arrivals())
                        .addLast(new HttpServerCodec(LINE_MAX, HEAD_MAX, PART_MAX))
                        .addLast(page);
                  }
                })
            .bind(at)
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    String reason = String.valueOf(bound.cause().getMessage());
    if (bound.cause() instanceof BindException && reason.contains("in use")) {
      throw new CannotCreateException(
          "Port "
              + place.port()
              + " is taken; give the setting 'port' another one, or none for one that is free.");
    }
    throw new BadSettingException(
        "The setting 'host': "
            + place.host()
            + ", port "
            + place.port()
            + ", cannot be listened on here ("
            + reason
            + ")");
  }

  /** The address to open in a browser. */
  public String address() {
    return address;
  }

  private void end() {
    readers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
    workers.shutdownNow();
  }

  @Override
  public void close() {
    end();
    if (parts != null) {
      parts.encoding().close();
    }
  }
}
