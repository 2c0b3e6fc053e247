// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dure.DureException;
import dure.Mailbox;
import dure.NoSuchMailboxException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs a test whose needs the transport declares, and holds it to a clear refusal otherwise: no
/// test is skipped.
final class Declarations implements InvocationInterceptor, BeforeAllCallback {
  private static final int FEWEST_WORDS = 5;

  /// When the last test is over, the understudies go.
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ProcessPool.class))
        .computeIfAbsent(ProcessPool.class, key -> ProcessPool.all());
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> test,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runOrRefuse(test, method);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> test,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runOrRefuse(test, method);
  }

  private static void runOrRefuse(
      Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method)
      throws Throwable {
    ContractPart contract = (ContractPart) method.getTarget().orElseThrow();
    for (Capability needed : needs(method)) {
      if (!contract.transport.declares(needed)) {
        test.skip(); // the refusal below is the test
        assertRefused(contract.transport, needed);
        return;
      }
    }
    test.proceed();
  }

  /// What a test needs: by its class, by its method, and by the capabilities it is invoked with.
  private static List<Capability> needs(ReflectiveInvocationContext<Method> method) {
    List<Capability> needs = new ArrayList<>();
    Class<?> declaring = method.getExecutable().getDeclaringClass();
    Stream.of(declaring.getAnnotationsByType(Needs.class), needsOf(method.getExecutable()))
        .flatMap(Stream::of)
        .forEach(needed -> needs.addAll(List.of(needed.value())));
    for (Object argument : method.getArguments()) {
      if (argument instanceof Capability capability) {
        needs.add(capability);
      }
    }
    return needs;
  }

  private static Needs[] needsOf(Method method) {
    return method.getAnnotationsByType(Needs.class);
  }

  private static void assertRefused(TransportUnderTest transport, Capability undeclared) {
    String reason = transport.lacks().getOrDefault(undeclared, "");
    assertThat(reason.split(" ", -1)).as("why not " + undeclared).hasSizeGreaterThan(FEWEST_WORDS);
    if (undeclared.isQuality()) {
      return;
    }
    String address = transport.newAddress();
    Throwable refusal = catchThrowable(() -> undeclared.tryOut(Mailbox.named(address)));
    try {
      Mailbox.delete(address);
    } catch (NoSuchMailboxException asItShouldBe) {
      // a refused creation leaves nothing; a refused call leaves what it was refused at
    }
    assertThat(refusal)
        .as("asking for " + undeclared + ", which is not declared")
        .isInstanceOfAny(
            IllegalArgumentException.class,
            UnsupportedOperationException.class,
            DureException.class);
    assertThat(String.valueOf(refusal.getMessage()).split(" ", -1))
        .as("a sentence that says why: " + refusal.getMessage())
        .hasSizeGreaterThan(FEWEST_WORDS);
  }
}
