// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How the accessors and the constructor of a record are reached.
///
/// @param caller by whose rights; by this module's if null
record Access(MethodHandles.@Nullable Lookup caller) {

  MethodHandle accessor(RecordComponent component) {
    try {
      return lookup(component.getAccessor()).unreflect(component.getAccessor());
    } catch (IllegalAccessException refused) {
      throw notAccessible(component.getDeclaringRecord(), refused);
    }
  }

  MethodHandle constructor(Class<? extends Record> type, RecordComponent[] components) {
    Class<?>[] parameters =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(parameters);
      return lookup(constructor).unreflectConstructor(constructor);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IllegalAccessException refused) {
      throw notAccessible(type, refused);
    }
  }

  private MethodHandles.Lookup lookup(AccessibleObject member) {
    if (caller != null) {
      return caller;
    }
    member.trySetAccessible();
    return MethodHandles.lookup();
  }

  private static IllegalArgumentException notAccessible(
      Class<?> type, IllegalAccessException refused) {
    return new IllegalArgumentException(
        type.getName()
            + " cannot be reached from the module dure: open its package to it, or pass"
            + " MethodHandles.lookup() as the first argument",
        refused);
  }
}
