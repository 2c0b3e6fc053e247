// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.lab.http.LabServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom the lab answers, and what it refuses.
class LabServerTest {
  private static LabServer server;
  private static String key;

  @BeforeAll
  static void start() throws IOException {
    server = LabServer.start(0);
    String address = server.address("");
    key = address.substring(address.indexOf("key=") + "key=".length());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String answer(String request, String... headers) throws IOException {
    return WireRequest.answer(server.port(), request, headers);
  }

  private static String ours() {
    return "Host: 127.0.0.1:" + server.port();
  }

  private static String shown() {
    return "Authorization: Bearer " + key;
  }

  @Test
  void the_page_holds_no_secret_and_loads_nothing_from_elsewhere() throws IOException {
    String page = answer("GET /", ours());
    assertThat(page)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Content-Security-Policy: default-src 'self'")
        .contains("<title>dure lab</title>")
        .doesNotContain(key)
        .doesNotContain("http://")
        .doesNotContain("https://");
  }

  @Test
  void nothing_else_is_told_without_the_key() throws IOException {
    assertThat(answer("GET /api/mailboxes", ours())).startsWith("HTTP/1.1 403").contains("the key");
    assertThat(answer("POST /api/runs", ours(), "Content-Length: 0")).startsWith("HTTP/1.1 403");
    assertThat(answer("GET /api/runs/1/stream", ours(), "Authorization: Bearer wrong"))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void a_foreign_host_name_is_refused() throws IOException {
    assertThat(answer("GET /", "Host: lab.example:" + server.port())).startsWith("HTTP/1.1 403");
    assertThat(answer("GET /", "Host: 127.0.0.1:1")).startsWith("HTTP/1.1 403");
    assertThat(answer("GET /api/mailboxes", "Host: lab.example", shown()))
        .startsWith("HTTP/1.1 403");
    assertThat(answer("GET /", "Host: localhost:" + server.port())).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_foreign_origin_is_refused() throws IOException {
    assertThat(
            answer(
                "POST /api/runs", ours(), shown(), "Origin: http://elsewhere", "Content-Length: 0"))
        .startsWith("HTTP/1.1 403")
        .contains("its own page");
    assertThat(answer("GET /", ours(), "Origin: null")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/js/../../../Lab.class",
        "/js/%2e%2e/%2e%2e/Lab.class",
        "/%2fetc%2fpasswd",
        "//etc/passwd",
        "/js/main.js/",
        "/js",
        "/index.html%00.js",
        "/../page/index.html"
      })
  void there_is_no_path_outside(String path) throws IOException {
    assertThat(answer("GET " + path, ours())).matches("(?s)HTTP/1.1 (404|400).*");
  }

  @Test
  void a_request_that_is_none_is_answered_with_the_reason() throws IOException {
    String[] bad = {"", "[]", "{", "{\"scenario\":1}", "{\"scenario\":\"none\"}"};
    for (String body : bad) {
      String length = "Content-Length: " + body.length() + "\r\n\r\n" + body;
      assertThat(answer("POST /api/runs", ours(), shown(), length))
          .as(body)
          .startsWith("HTTP/1.1 400")
          .contains("{\"error\":\"");
    }
    String[] situations = {
      "{\"receivers\":\"nobody\"}",
      "{\"receivers\":\"pair\",\"capacity\":\"zero\"}",
      "{\"senders\":\"13\"}",
      "{\"capacity\":\"4096\",\"size\":\"1000000\"}"
    };
    for (String body : situations) {
      assertThat(WireRequest.answer(server.port(), "POST /api/runs", key, body))
          .as(body)
          .startsWith("HTTP/1.1 400")
          .containsAnyOf("none of", "bounded", "12 processes", "64 MiB");
    }
    assertThat(answer("GET /api/runs/77/stream", ours(), shown())).startsWith("HTTP/1.1 404");
    assertThat(answer("GET /api/nothing", ours(), shown())).startsWith("HTTP/1.1 404");
  }
}
