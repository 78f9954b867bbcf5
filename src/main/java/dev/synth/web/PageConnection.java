package dev.synth.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a browser. Requests are read as their bytes come, by two threads for all
 * connections; each step has its time: a head to arrive, a body to go on, an answer to be taken.
 */
final class PageConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger LOG = LoggerFactory.getLogger(PageConnection.class);

  /** Of a sender that is refused so much more is read, that it sees why. */
  private static final long LINGERING_BYTES = 1 << 20;

  private static final long LINGERING_MILLIS = 2000;

  /** Answers that may be on their way when a further request comes on the same connection. */
  private static final int ANSWERS_MAX = 8;

  private final PlayServer.Parts parts;
  private final PlayServer.Patience patience;

  private ChannelHandlerContext context;
  private ScheduledFuture<?> deadline;

  /** A sound that is being received; null if none is. */
  private SoundEncoding.Upload upload;

  /** By when all of it is to be there, as System.nanoTime has it. */
  private long uploadEnd;

  /** Some of the head that is awaited has come. */
  private boolean hasBegun;

  private boolean keepsAlive;
  private int answers;

  /** An answer is being made, elsewhere. */
  private boolean isBusy;

  /** Nothing more is answered here; what still comes is dropped. */
  private boolean isEnding;

  private long dropped;

  PageConnection(PlayServer.Parts parts, PlayServer.Patience patience) {
    this.parts = parts;
    this.patience = patience;
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    context = opened;
    awaitRequest();
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    isEnding = true;
    limit(0);
    drop();
    parts.connections().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext of, Throwable failure) {
    // A connection that the other side has reset, or a fault.
    if (!(failure instanceof IOException)) {
      LOG.error("A request could not be answered.", failure);
    }
    of.close();
  }

  /** Ends it, from any thread. */
  void end() {
    context.close();
  }

  /** From now on, what is awaited is to happen within so many milliseconds; 0: at any time. */
  private void limit(long millis) {
    limit(millis, this::end);
  }

  private void limit(long millis, Runnable otherwise) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        millis == 0 ? null : context.executor().schedule(otherwise, millis, TimeUnit.MILLISECONDS);
  }

  private void awaitRequest() {
    parts.connections().wait(this);
    hasBegun = false;
    limit(patience.headMillis(), this::lateHead);
  }

  /** Stands before what reads requests, and sees that a head has begun. */
  ChannelInboundHandlerAdapter arrivals() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext of, Object bytes) {
        hasBegun = true;
        of.fireChannelRead(bytes);
      }
    };
  }

  /** A connection that asks for nothing just ends; a request that is slow is told. */
  private void lateHead() {
    if (hasBegun) {
      refuse(Reply.refusal(408, "The request took too long to arrive."));
    } else {
      end();
    }
  }

  private void lateSound() {
    drop();
    refuse(Reply.refusal(408, "The sound took too long to arrive; send it again."));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext of, HttpObject message) throws IOException {
    if (isEnding) {
      dropped += message instanceof HttpContent content ? content.content().readableBytes() : 0;
      if (dropped > LINGERING_BYTES) {
        end();
      }
      return;
    }
    if (message.decoderResult().isFailure()) {
      drop();
      refuse(malformed(message.decoderResult().cause()));
      return;
    }
    if (message instanceof HttpRequest request) {
      if (isBusy || answers >= ANSWERS_MAX) {
        end();
        return;
      }
      begin(request);
    }
    if (message instanceof HttpContent content && upload != null) {
      receive(content);
    }
  }

  private static Reply malformed(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Reply.refusal(414, "The address is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Reply.refusal(431, "The request's head is too long.");
    }
    return Reply.refusal(400, "This is not a request of HTTP as browsers make them.");
  }

  private void begin(HttpRequest request) throws IOException {
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) != 0;
    keepsAlive = HttpUtil.isKeepAlive(request) && !hasBody;
    Reply refusal = parts.gate().refusal(request);
    if (refusal != null) {
      answer(request, refusal);
      return;
    }
    parts.connections().answer(this);
    String file = parts.gate().file(request);
    if (Routes.isEncode(file)) {
      if (request.method().equals(HttpMethod.POST)) {
        beginUpload(request);
      } else {
        answer(request, Reply.onlyBy("POST"));
      }
    } else if (!request.method().equals(HttpMethod.GET)
        && !request.method().equals(HttpMethod.HEAD)) {
      answer(request, Reply.onlyBy("GET", "HEAD"));
    } else if (Routes.isMade(file)) {
      make(request, file);
    } else {
      answer(request, parts.routes().file(file));
    }
  }

  /** Has an answer made by another thread. */
  private void make(HttpRequest request, String file) {
    work(
        () -> {
          Reply made = parts.routes().made(file);
          context.executor().execute(() -> answer(request, made));
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Has something done by another thread; a connection has no more than one at a time. */
  private void work(Work work) {
    isBusy = true;
    limit(0);
    parts.workers().execute(() -> attempt(work));
  }

  private void attempt(Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      LOG.error("A request could not be answered.", e);
      end();
    }
  }

  private void refuse(Reply reply) {
    keepsAlive = false;
    answer(null, reply);
  }

  private void answer(HttpRequest request, Reply reply) {
    isBusy = false;
    if (isEnding) {
      return;
    }
    keepsAlive &= !reply.isRefusal();
    boolean isHead = request != null && request.method().equals(HttpMethod.HEAD);
    ByteBuf body = isHead ? Unpooled.EMPTY_BUFFER : reply.body().duplicate();
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), body);
    HttpHeaders headers = head(response, reply.type());
    reply.fields().forEach(headers::set);
    headers.setInt("Content-Length", reply.body().readableBytes());
    answers++;
    limit(patience.answerMillis());
    ended(context.writeAndFlush(response));
  }

  private HttpHeaders head(HttpResponse response, String type) {
    HttpHeaders headers = response.headers();
    Routes.mark(headers);
    headers.set("Content-Type", type);
    HttpUtil.setKeepAlive(response, keepsAlive);
    isEnding = !keepsAlive;
    return headers;
  }

  /** When the last of an answer is written, the next request is awaited, or the connection ends. */
  private void ended(ChannelFuture written) {
    written.addListener(
        done -> {
          answers--;
          if (!done.isSuccess()) {
            end();
          } else if (!isEnding) {
            awaitRequest();
          } else if (context.channel() instanceof SocketChannel socket) {
            // Closed at once, what was not read yet would have it forget the answer.
            socket.shutdownOutput();
            limit(LINGERING_MILLIS);
          } else {
            end();
          }
        });
  }

  private void beginUpload(HttpRequest request) throws IOException {
    String name = SoundEncoding.name(Gate.query(request));
    if (HttpUtil.getContentLength(request, 0L) > SoundEncoding.BYTES_MAX) {
      answer(request, SoundEncoding.tooLarge(name));
      return;
    }
    upload = parts.encoding().begin(name);
    if (upload == null) {
      answer(request, Reply.refusal(503, "Too many sounds are being encoded; try again."));
      return;
    }
    uploadEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.answerMillis());
    limitUpload();
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void limitUpload() {
    long left = TimeUnit.NANOSECONDS.toMillis(uploadEnd - System.nanoTime());
    limit(Math.max(1, Math.min(patience.headMillis(), left)), this::lateSound);
  }

  private void receive(HttpContent content) throws IOException {
    limitUpload();
    if (!upload.write(content.content())) {
      Reply tooLarge = SoundEncoding.tooLarge(upload.name());
      drop();
      refuse(tooLarge);
    } else if (content instanceof LastHttpContent) {
      SoundEncoding.Upload whole = upload;
      upload = null;
      keepsAlive = false;
      HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      head(response, "application/x-ndjson");
      HttpUtil.setTransferEncodingChunked(response, true);
      answers++;
      context.writeAndFlush(response);
      work(() -> encode(whole));
    }
  }

  private void encode(SoundEncoding.Upload sound) throws IOException {
    try (sound) {
      sound.encode(this::write, () -> context.channel().isActive());
    }
    ended(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
  }

  private void write(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  /** Drops what was received of a sound. */
  private void drop() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }
}
