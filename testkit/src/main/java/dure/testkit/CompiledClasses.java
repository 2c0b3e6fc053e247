// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The compiled classes of one module, read from their files: which package uses which.
public final class CompiledClasses {
  private static final Pattern OURS = Pattern.compile("L?(dure(?:/[a-z]+)*)/[A-Z]");

  private final List<ClassModel> models;

  private CompiledClasses(List<ClassModel> models) {
    this.models = models;
  }

  /// All classes of the directory that one of them was loaded from.
  ///
  /// @throws IllegalStateException if it was loaded from no directory
  public static CompiledClasses of(Class<?> one) throws IOException {
    Path directory = directoryOf(one);
    List<ClassModel> models = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(CompiledClasses::isClass).toList()) {
        models.add(ClassFile.of().parse(file));
      }
    }
    return new CompiledClasses(List.copyOf(models));
  }

  private static Path directoryOf(Class<?> one) {
    try {
      Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return place;
      }
      throw new IllegalStateException(one + " was loaded from " + place + ", no directory");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class") && !file.endsWith("module-info.class");
  }

  /// How many classes there are.
  public int count() {
    return models.size();
  }

  /// The packages they are in.
  public Set<String> packages() {
    return packagesWhere(_ -> true);
  }

  /// Each use of a package of ours that its user may not use, as text.
  ///
  /// @param mayUse for each package those that it may use
  public Set<String> forbiddenUses(Map<String, Set<String>> mayUse) {
    Set<String> forbidden = new TreeSet<>();
    for (ClassModel model : models) {
      String from = packageOf(model);
      for (String to : packagesUsedBy(model)) {
        if (!to.equals(from) && !mayUse.getOrDefault(from, Set.of()).contains(to)) {
          forbidden.add(nameOf(model) + " uses " + to);
        }
      }
    }
    return forbidden;
  }

  /// The packages with a class that names a type.
  ///
  /// @param type as class files write it, with slashes
  public Set<String> usersOf(String type) {
    return packagesWhere(
        entry -> entry instanceof ClassEntry used && used.asInternalName().equals(type));
  }

  /// The packages with a class that calls a method of this name, of any type.
  public Set<String> callersOf(String method) {
    return packagesWhere(
        entry -> entry instanceof MemberRefEntry used && used.name().equalsString(method));
  }

  private Set<String> packagesWhere(Predicate<PoolEntry> holds) {
    Set<String> packages = new TreeSet<>();
    for (ClassModel model : models) {
      for (PoolEntry entry : model.constantPool()) {
        if (holds.test(entry)) {
          packages.add(packageOf(model));
        }
      }
    }
    return packages;
  }

  private static Set<String> packagesUsedBy(ClassModel model) {
    Set<String> used = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        Matcher matcher = OURS.matcher(text.stringValue());
        while (matcher.find()) {
          used.add(matcher.group(1).replace('/', '.'));
        }
      }
    }
    return used;
  }

  private static String nameOf(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  private static String packageOf(ClassModel model) {
    String name = nameOf(model);
    return name.substring(0, name.lastIndexOf('.'));
  }
}
