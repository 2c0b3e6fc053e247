// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One request and its answer.
final class Exchange {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int LONGEST_BODY = 4096;

  private final HttpExchange exchange;

  Exchange(HttpExchange exchange) {
    this.exchange = exchange;
    Headers answer = exchange.getResponseHeaders();
    answer.set("Cache-Control", "no-store");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set("Cross-Origin-Resource-Policy", "same-origin");
    answer.set(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  String query() {
    String query = exchange.getRequestURI().getQuery();
    return query == null ? "" : query;
  }

  Headers headers() {
    return exchange.getRequestHeaders();
  }

  /// Answers with bytes of a media type.
  void answer(int status, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  /// Answers with JSON.
  void answerJson(int status, String json) throws IOException {
    answer(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
  }

  /// Answers that it did not work, and why.
  void answerError(int status, String why) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("error", why);
      json.writeEndObject();
    }
    answerJson(status, text.toString());
  }

  /// Begins an answer that goes on.
  OutputStream answerStream(String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  /// The request's body: one flat object of strings.
  ///
  /// @throws IllegalArgumentException if it is anything else
  Map<String, String> body() throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw new IllegalArgumentException("the request is too long");
    }
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the request is no object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException("the request has something else than strings");
        }
        values.put(name, json.getString());
      }
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException("the request is no JSON", malformed);
    }
    return values;
  }

  void close() {
    exchange.close();
  }
}
