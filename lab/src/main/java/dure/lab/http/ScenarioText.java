// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import dure.lab.scenario.MailboxPlan;
import dure.lab.scenario.Scenario;
import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A scenario as the page is told of it when it starts.
final class ScenarioText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ScenarioText() {}

  static String of(String run, Scenario scenario) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("run", run);
      json.writeStringProperty("scenario", scenario.id());
      json.writeStringProperty("stage", scenario.stage());
      json.writeName("words");
      strings(json, scenario.words());
      json.writeArrayPropertyStart("mailboxes");
      for (MailboxPlan plan : scenario.mailboxes()) {
        json.writeStartObject();
        json.writeStringProperty("name", plan.name());
        plan.words().forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void strings(JsonGenerator json, Map<String, String> values) {
    json.writeStartObject();
    values.forEach(json::writeStringProperty);
    json.writeEndObject();
  }
}
