// SPDX-License-Identifier: Apache-2.0
package dure.house;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which compiled method calls which, and which calls lie where an exception of a type is caught.
/// An interface's method stands for each that implements it; a lambda is called where it is made.
final class CallGraph {
  /// A method, by its class, name and descriptor.
  record Method(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + "." + name;
    }
  }

  private final String caught;
  private final Map<String, ClassModel> classes = new HashMap<>();
  private final Map<Method, Set<Method>> uncaught = new HashMap<>();
  private final Set<Method> lambdas = new HashSet<>();

  /// @param root of the compiled classes
  /// @param caught the internal name of the exception: calls that it cannot leave do not count
  CallGraph(Path root, String caught) throws IOException {
    this.caught = caught;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        classes.put(model.thisClass().asInternalName(), model);
      }
    }
    classes.values().forEach(model -> model.methods().forEach(method -> add(model, method)));
  }

  private void add(ClassModel model, MethodModel method) {
    Method from = method(model, method);
    method.code().ifPresent(code -> uncaught.put(from, callsOf(code)));
  }

  private static Method method(ClassModel model, MethodModel method) {
    return new Method(
        model.thisClass().asInternalName(),
        method.methodName().stringValue(),
        method.methodType().stringValue());
  }

  private Set<Method> callsOf(CodeModel code) {
    List<ExceptionCatch> guards =
        code.exceptionHandlers().stream()
            .filter(handler ->
                caught.equals(handler.catchType().map(ClassEntry::asInternalName).orElse("")))
            .toList();
    Set<Method> calls = new HashSet<>();
    Set<Label> seen = new HashSet<>();
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target) {
        seen.add(target.label());
      }
      boolean guarded =
          guards.stream().anyMatch(g -> seen.contains(g.tryStart()) && !seen.contains(g.tryEnd()));
      if (!guarded && element instanceof InvokeInstruction call) {
        calls.add(
            new Method(
                call.owner().asInternalName(),
                call.name().stringValue(),
                call.type().stringValue()));
      } else if (element instanceof InvokeDynamicInstruction made) {
        List<Method> its = lambdasOf(made);
        if (made.typeSymbol().returnType().displayName().equals("Runnable")) {
          lambdas.addAll(its);
        }
        if (!guarded) {
          calls.addAll(its);
        }
      }
    }
    return calls;
  }

  private static List<Method> lambdasOf(InvokeDynamicInstruction made) {
    List<Method> all = new ArrayList<>();
    for (LoadableConstantEntry argument : made.invokedynamic().bootstrap().arguments()) {
      if (argument instanceof MethodHandleEntry handle) {
        all.add(
            new Method(
                handle.reference().owner().asInternalName(),
                handle.reference().name().stringValue(),
                handle.reference().type().stringValue()));
      }
    }
    return all;
  }

  /// What other threads run: lambdas made as tasks in a package.
  Set<Method> tasksOf(String packageName) {
    Set<Method> all = new HashSet<>();
    lambdas.stream().filter(m -> packageOf(m.owner()).equals(packageName)).forEach(all::add);
    return all;
  }

  /// The methods of a package that implement one of an interface of another package.
  Set<Method> implementing(String packageName, String interfacePackage) {
    Set<Method> all = new HashSet<>();
    for (Method method : uncaught.keySet()) {
      if (packageOf(method.owner()).equals(packageName)) {
        boolean implementsOne =
            supertypes(method.owner()).stream()
                .filter(type -> packageOf(type).equals(interfacePackage))
                .anyMatch(type -> declares(type, method));
        if (implementsOne) {
          all.add(method);
        }
      }
    }
    return all;
  }

  /// Where calls from some methods come to one of a class while nothing catches the exception: for
  /// each such entry the way there.
  Set<String> ways(Set<Method> entries, String target) {
    Set<String> ways = new TreeSet<>();
    for (Method entry : entries) {
      Map<Method, Method> cameFrom = new HashMap<>();
      Deque<Method> open = new ArrayDeque<>(Set.of(entry));
      while (!open.isEmpty()) {
        Method at = open.remove();
        if (at.owner().equals(target)) {
          ways.add(way(cameFrom, at));
          break;
        }
        for (Method next : targets(uncaught.getOrDefault(at, Set.of()))) {
          if (!next.equals(entry) && cameFrom.putIfAbsent(next, at) == null) {
            open.add(next);
          }
        }
      }
    }
    return ways;
  }

  private static String way(Map<Method, Method> cameFrom, Method end) {
    StringBuilder way = new StringBuilder(end.toString());
    for (Method at = cameFrom.get(end); at != null; at = cameFrom.get(at)) {
      way.insert(0, at + " > ");
    }
    return way.toString();
  }

  private Set<Method> targets(Set<Method> calls) {
    Set<Method> targets = new HashSet<>();
    for (Method call : calls) {
      if (call.name().equals("<init>") || !call.owner().startsWith("dure/")) {
        continue; // a constructor is its own class's, and what Java calls is anybody's
      }
      for (Map.Entry<String, ClassModel> one : classes.entrySet()) {
        boolean related =
            one.getKey().equals(call.owner())
                || supertypes(one.getKey()).contains(call.owner())
                || supertypes(call.owner()).contains(one.getKey());
        if (related && declares(one.getKey(), call)) {
          targets.add(new Method(one.getKey(), call.name(), call.descriptor()));
        }
      }
    }
    return targets;
  }

  private boolean declares(String type, Method method) {
    ClassModel model = classes.get(type);
    return model != null
        && model.methods().stream()
            .anyMatch(m ->
                m.methodName().equalsString(method.name())
                    && m.methodType().equalsString(method.descriptor()));
  }

  private final Map<String, Set<String>> supertypes = new HashMap<>();

  private Set<String> supertypes(String type) {
    Set<String> known = supertypes.get(type);
    if (known == null) {
      known = new HashSet<>();
      ClassModel model = classes.get(type);
      if (model != null) {
        List<String> direct = new ArrayList<>();
        model.superclass().ifPresent(superclass -> direct.add(superclass.asInternalName()));
        model.interfaces().forEach(one -> direct.add(one.asInternalName()));
        for (String one : direct) {
          known.add(one);
          known.addAll(supertypes(one));
        }
      }
      supertypes.put(type, known);
    }
    return known;
  }

  private static String packageOf(String type) {
    int slash = type.lastIndexOf('/');
    return slash < 0 ? "" : type.substring(0, slash).replace('/', '.');
  }
}
