package dev.keepstone.bench.simulation;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** A deliberately broken variant of production classes, made of one edit or a few. */
final class Mutant {
  private static final ClassFileLocator LOCATOR =
      ClassFileLocator.ForClassLoader.of(Mutant.class.getClassLoader());
  private static final TypePool TYPES = TypePool.Default.of(LOCATOR);

  private final String name;
  private final List<Edit> edits = new ArrayList<>();
  private Set<SimulationOptions.Armed> armed = EnumSet.noneOf(SimulationOptions.Armed.class);

  /** One change of one method. */
  private record Edit(String type, String method, AsmVisitorWrapper change) {}

  Mutant(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Caught in reasonable time only with these faults happening on purpose. */
  Mutant armedWith(SimulationOptions.Armed first, SimulationOptions.Armed... more) {
    armed = EnumSet.of(first, more);
    return this;
  }

  Set<SimulationOptions.Armed> armed() {
    return armed;
  }

  // ---- edits; types are named below dev.keepstone

  /** Runs advice around or in place of a method. */
  Mutant advise(String type, String method, Class<?> advice) {
    edits.add(new Edit(type, method, Advice.to(advice).on(matcher(method))));
    return this;
  }

  /** The same, of the overload with so many parameters. */
  Mutant advise(String type, String method, int parameters, Class<?> advice) {
    edits.add(
        new Edit(
            type, method, Advice.to(advice).on(named(method).and(takesArguments(parameters)))));
    return this;
  }

  /** In a method, calls of another do nothing and answer 0, false or null. */
  Mutant drop(String type, String method, String called) {
    edits.add(
        new Edit(
            type,
            method,
            MemberSubstitution.relaxed().method(named(called)).stub().on(matcher(method))));
    return this;
  }

  /** In a method, calls of one method go to another of the same receiver. */
  Mutant swap(String type, String method, String called, String instead) {
    edits.add(
        new Edit(
            type,
            method,
            MemberSubstitution.relaxed()
                .method(named(called))
                .replaceWithMethod(named(instead))
                .on(matcher(method))));
    return this;
  }

  /** In a method, calls go to a static method of {@link Mutations}, the receiver first. */
  Mutant redirect(String type, String method, String called, String instead) {
    MethodDescription target =
        TypeDescription.ForLoadedType.of(Mutations.class)
            .getDeclaredMethods()
            .filter(named(instead).and(isStatic()))
            .getOnly();
    edits.add(
        new Edit(
            type,
            method,
            MemberSubstitution.relaxed()
                .method(named(called))
                .replaceWith(target)
                .on(matcher(method))));
    return this;
  }

  /** {@code lambda$claim$} means all lambdas of {@code claim}. */
  private static ElementMatcher.Junction<MethodDescription> matcher(String method) {
    return method.endsWith("$")
        ? nameStartsWith(method)
        : named(method).and(not(net.bytebuddy.matcher.ElementMatchers.isBridge()));
  }

  // ---- making it

  /**
   * The broken classes.
   *
   * @throws IllegalStateException when a method is not there any more, or an edit changes nothing:
   *     the mutant must follow the code
   */
  Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new HashMap<>();
    for (Edit edit : edits) {
      String type = "dev.keepstone." + edit.type();
      TypeDescription described = TYPES.describe(type).resolve();
      if (described.getDeclaredMethods().filter(matcher(edit.method())).isEmpty()) {
        throw new IllegalStateException(
            "mutant=" + name + " is for a method that is gone: " + type + "." + edit.method());
      }
      byte[] before =
          classes.containsKey(type) ? classes.get(type) : untouched(described, LOCATOR, edit);
      ClassFileLocator locator =
          new ClassFileLocator.Compound(ClassFileLocator.Simple.of(type, before), LOCATOR);
      byte[] after =
          new ByteBuddy()
              .with(net.bytebuddy.dynamic.scaffold.TypeValidation.DISABLED)
              .ignore(net.bytebuddy.matcher.ElementMatchers.none()) // lambdas count
              .redefine(described, locator)
              .visit(edit.change())
              .make()
              .getBytes();
      if (Arrays.equals(after, untouched(described, locator, edit))) {
        throw new IllegalStateException(
            "mutant=" + name + " changes nothing in " + type + "." + edit.method());
      }
      classes.put(type, after);
    }
    return classes;
  }

  /** Rewritten as the edit does it, and nothing changed: what an edit without effect comes to. */
  private static byte[] untouched(TypeDescription type, ClassFileLocator locator, Edit edit) {
    return new ByteBuddy()
        .with(net.bytebuddy.dynamic.scaffold.TypeValidation.DISABLED)
        .ignore(net.bytebuddy.matcher.ElementMatchers.none())
        .redefine(type, locator)
        .visit(
            MemberSubstitution.relaxed()
                .method(net.bytebuddy.matcher.ElementMatchers.none())
                .stub()
                .on(matcher(edit.method())))
        .make()
        .getBytes();
  }

  // ---- running it

  /**
   * What came of it.
   *
   * @param firstFailing 0: none
   * @param invariant that caught it first
   */
  record Verdict(long firstFailing, int failing, int ran, String invariant, String explanation) {
    boolean isCaught() {
      return firstFailing != 0;
    }
  }

  /**
   * Simulates it.
   *
   * @param goesOn counts all failing seeds instead of stopping at the first
   */
  Verdict run(int seeds, boolean goesOn) throws ReflectiveOperationException {
    ClassLoader loader = new MutantLoader(classes());
    String armedNames = String.join(",", armed.stream().map(Enum::name).toList());
    String[] answer =
        (String[])
            Class.forName(MutantProbe.class.getName(), true, loader)
                .getMethod("run", int.class, boolean.class, String.class)
                .invoke(null, seeds, goesOn, armedNames);
    return new Verdict(
        Long.parseLong(answer[0]),
        Integer.parseInt(answer[1]),
        Integer.parseInt(answer[2]),
        answer[3],
        answer[4]);
  }
}
