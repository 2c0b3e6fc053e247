// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.testkit.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A key with a certificate of its own for this machine's loopback, as PEM files.
///
/// @param identity the file with the private key and the certificate
/// @param certificate the file with the certificate alone
record PemFiles(Path identity, Path certificate) {
  private static final String PASSWORD = "only-for-a-test";
  private static final String ALIAS = "broker";

  static PemFiles in(Path directory) throws IOException, GeneralSecurityException {
    Path store = directory.resolve("broker.p12");
    try (Child keytool =
        Child.command(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD)) {
      keytool.awaitSuccess();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    String key = pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    String certificate = pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    return new PemFiles(
        Files.writeString(directory.resolve("identity.pem"), key + certificate),
        Files.writeString(directory.resolve("certificate.pem"), certificate));
  }

  private static String pem(String kind, byte[] bytes) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String lines = Base64.getMimeEncoder(64, newline).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
