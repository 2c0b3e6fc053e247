// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// A lab of the test's own, and a real browser that looks at it.
final class LabBrowser implements AutoCloseable {
  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final String DRIVER = "/usr/bin/chromedriver";

  private final Child lab;
  private final String address;
  private final ChromeDriver browser;
  private final Path profile;

  LabBrowser() throws IOException {
    lab = Child.java(Lab.class, "--no-open").standBy();
    address = lab.await("The lab is at ");
    profile = Files.createTempDirectory(TestNamespace.name("lab-browser"));
    browser = new ChromeDriver(service(), options(profile));
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    size(1280, 900);
  }

  private static ChromeDriverService service() {
    return new ChromeDriverService.Builder()
        .usingDriverExecutable(new File(DRIVER))
        .usingAnyFreePort()
        .build();
  }

  private static ChromeOptions options(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--no-first-run",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    return options;
  }

  /// Sets the size of what is seen, in CSS pixels.
  void size(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    browser.manage().window().setSize(new Dimension(width, height + 140));
  }

  /// Opens one of the page's places, in a language and a theme.
  void open(String place, String language, String theme) {
    String key = address.substring(address.indexOf("key="));
    browser.get(
        address.substring(0, address.indexOf('#'))
            + ("?lang=" + language + "&theme=" + theme + "#/" + place)
            + ((place.contains("?") ? "&" : "?") + key));
  }

  /// Chooses a language and a theme by the buttons of the page.
  void choose(String language, String theme) {
    find("[data-set='lang=" + language + "']").click();
    find("[data-set='theme=" + theme + "']").click();
    await("document.documentElement.lang === '" + language + "'");
  }

  ChromeDriver driver() {
    return browser;
  }

  /// Runs a function of the page's.
  Object run(String script, Object... arguments) {
    return browser.executeScript(script, arguments);
  }

  WebElement find(String selector) {
    return browser.findElement(By.cssSelector(selector));
  }

  /// Whether something is on the page.
  boolean has(String selector) {
    return !browser.findElements(By.cssSelector(selector)).isEmpty();
  }

  String text(String selector) {
    return find(selector).getText();
  }

  /// Waits until a condition of the page's, in its own language, holds.
  void await(String condition) {
    Eventually.holds(() -> {
      try {
        return Boolean.TRUE.equals(run("return !!(" + condition + ")"));
      } catch (JavascriptException | StaleElementReferenceException notYet) {
        return false;
      }
    });
  }

  /// Waits until the cards of so many processes are there.
  void awaitProcesses(int count) {
    await("document.querySelectorAll('.proc').length === " + count);
  }

  /// The selector of the last card.
  String lastProcess() {
    Object letter =
        run("return [...document.querySelectorAll('.proc')].at(-1).getAttribute('aria-label')");
    return ".proc[aria-label=" + letter + "]";
  }

  /// Leaves the scenario, and waits until all that it started has ended and gone.
  void leave() {
    open("", "en", "light");
    Eventually.holds(() -> OwnMailboxes.of(lab.pid()).isEmpty());
    Eventually.holds(() -> ProcessHandle.of(lab.pid()).orElseThrow().children().count() == 0);
  }

  /// What the browser's console has complained of since it was last asked.
  List<String> complaints() {
    return browser.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains("favicon"))
        .toList();
  }

  /// Takes a picture of all of the page.
  void picture(Path file) {
    try {
      Object height = run("return document.documentElement.scrollHeight");
      Object width = run("return innerWidth");
      size(((Number) width).intValue(), Math.max(600, ((Number) height).intValue()));
      Files.createDirectories(file.getParent());
      Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    browser.quit();
    lab.close();
    try (Stream<Path> files = Files.walk(profile)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
