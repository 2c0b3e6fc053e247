// SPDX-License-Identifier: Apache-2.0
package dure.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dure.CodecException;
import dure.Mailbox;
import dure.Owner;
import dure.TypedMailbox;
import dure.testkit.TestNamespace;
import org.junit.jupiter.api.Test;

/// With the messages that Protocol Buffers bring along, so that no compiler of theirs is needed.
class ProtobufCodecTest {
  private static Mailbox box() {
    String name = TestNamespace.name("protobuf");
    return Mailbox.named(name).owner(Owner.PROCESS).create();
  }

  @Test
  void a_value_comes_back_from_a_mailbox() throws Exception {
    Struct order =
        Struct.newBuilder()
            .putFields("customer", Value.newBuilder().setStringValue("두레").build())
            .putFields(
                "pieces",
                Value.newBuilder()
                    .setListValue(
                        ListValue.newBuilder()
                            .addValues(Value.newBuilder().setNumberValue(2).build()))
                    .build())
            .build();
    try (TypedMailbox<Struct> orders = box().typed(new ProtobufCodec<>(Struct.parser()))) {
      orders.send(order);
      assertThat(orders.receive()).isEqualTo(order);
    }
  }

  @Test
  void what_is_malformed_stays_in_the_mailbox() throws Exception {
    try (TypedMailbox<Struct> orders = box().typed(new ProtobufCodec<>(Struct.parser()))) {
      orders.mailbox().send("no protobuf");
      assertThatExceptionOfType(CodecException.class).isThrownBy(orders::receive);
      assertThat(orders.mailbox().receive().text()).isEqualTo("no protobuf");
    }
  }
}
