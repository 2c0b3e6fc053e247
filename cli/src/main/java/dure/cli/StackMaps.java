// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of a jar stack maps, where the jar is older than these. The JVM's cache of
/// prepared classes leaves out each class that only its old verifier can check, and a command whose
/// parser is left out takes half as long again to start.
///
/// The packages and the launcher run it once for each jar. The same jar gives the same bytes.
final class StackMaps {
  /// The first version of class files that must have stack maps, that of Java 7.
  private static final int FIRST = 51;

  /// The version given to classes, that of Java 8.
  private static final int GIVEN = 52;

  private static final String NOTICE = "Class files were given stack maps; nothing else changed.";

  private StackMaps() {}

  /// @param arguments the jars, each replaced by one whose classes all have stack maps
  public static void main(String[] arguments) throws IOException {
    for (String jar : arguments) {
      update(Path.of(jar));
    }
  }

  /// Replaces a jar in one step, or leaves it alone if each of its classes has stack maps.
  ///
  /// @return whether it was replaced
  static boolean update(Path jar) throws IOException {
    Path updated = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile from = new ZipFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      if (!isOld(from)) {
        return false;
      }
      try (OutputStream to = Files.newOutputStream(updated)) {
        copy(from, to, classes(loader));
      }
      Files.move(updated, jar, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(updated);
    }
  }

  private static boolean isOld(ZipFile jar) throws IOException {
    for (ZipEntry entry : entries(jar)) {
      if (isClass(entry) && isOld(ClassFile.of().parse(bytes(jar, entry)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOld(ClassModel model) {
    return model.majorVersion() < FIRST;
  }

  private static void copy(ZipFile from, OutputStream to, ClassFile classes) throws IOException {
    try (ZipOutputStream jar = new ZipOutputStream(to)) {
      jar.setComment(NOTICE);
      for (ZipEntry entry : entries(from)) {
        byte[] bytes = bytes(from, entry);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        jar.putNextEntry(copy);
        jar.write(isClass(entry) ? withStackMaps(classes, bytes) : bytes);
        jar.closeEntry();
      }
    }
  }

  private static byte[] withStackMaps(ClassFile classes, byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    return isOld(model)
        ? classes.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen(ClassTransform.endHandler(it -> it.withVersion(GIVEN, 0))))
        : bytes;
  }

  /// A new constant pool, because methods are copied as they are into one that they share.
  private static ClassFile classes(ClassLoader loader) {
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(loader)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static List<? extends ZipEntry> entries(ZipFile jar) {
    return Collections.list(jar.entries());
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
    try (var content = jar.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }
}
