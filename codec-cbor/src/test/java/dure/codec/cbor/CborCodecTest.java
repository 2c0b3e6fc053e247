// SPDX-License-Identifier: Apache-2.0
package dure.codec.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dure.CodecException;
import dure.Mailbox;
import dure.Owner;
import dure.TypedMailbox;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.cbor.CBORMapper;

class CborCodecTest {
  record Item(String name, int pieces) {}

  record Order(String customer, List<Item> items, Map<String, Double> prices) {}

  private static final Order ORDER =
      new Order("두레", List.of(new Item("cup", 2)), Map.of("cup", 3.5));

  private static Mailbox box() {
    String name = TestNamespace.name("cbor");
    return Mailbox.named(name).owner(Owner.PROCESS).create();
  }

  @Test
  void a_value_comes_back_from_a_mailbox() throws Exception {
    try (TypedMailbox<Order> orders = box().typed(new CborCodec<>(Order.class))) {
      orders.send(ORDER);
      assertThat(orders.receive()).isEqualTo(ORDER);
    }
  }

  @Test
  void so_does_one_of_a_generic_type() throws Exception {
    CBORMapper mapper = CBORMapper.builder().build();
    CborCodec<List<Order>> codec =
        new CborCodec<>(mapper, mapper.constructType(new TypeReference<List<Order>>() {}));
    try (TypedMailbox<List<Order>> orders = box().typed(codec)) {
      orders.send(List.of(ORDER, ORDER));
      assertThat(orders.receive()).containsExactly(ORDER, ORDER);
    }
  }

  @Test
  void what_is_no_cbor_of_the_type_stays_in_the_mailbox() throws Exception {
    try (TypedMailbox<Order> orders = box().typed(new CborCodec<>(Order.class))) {
      orders.mailbox().send("no CBOR");
      assertThatExceptionOfType(CodecException.class).isThrownBy(orders::receive);
      assertThat(orders.mailbox().receive().text()).isEqualTo("no CBOR");
    }
  }
}
