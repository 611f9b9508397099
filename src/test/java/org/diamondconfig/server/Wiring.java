/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.DirectEvent;

/**
 * The server's parts, put together by their constructors as CDI would: one of each component, and an event for each type that
 * one is fired of. A part given beforehand stands in for the real one. Confined to one thread.
 */
final class Wiring {

    /** Every class of the server's own, without tests. */
    private static final List<Class<?>> CLASSES = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.diamondconfig.server")
                    .stream()
                    .filter(type -> !type.isAnnotation() && !type.isInterface())
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    private final Map<Class<?>, Object> parts = new HashMap<>();
    private final Map<Type, DirectEvent<Object>> events = new HashMap<>();

    Wiring with(Class<?> type, Object part) {
        parts.put(type, part);
        return this;
    }

    /** The same, unless another part was given already. */
    Wiring orWith(Class<?> type, Object part) {
        parts.putIfAbsent(type, part);
        return this;
    }

    /** This hears of each such event before every part does. */
    <T> Wiring hearingFirst(Class<T> type, Consumer<T> observer) {
        event(type).observedBy(event -> observer.accept(type.cast(event)));
        return this;
    }

    /** The classes that carry this annotation. */
    static Set<Class<?>> annotated(Class<? extends Annotation> annotation) {
        return CLASSES.stream()
                .filter(type -> type.isAnnotationPresent(annotation))
                .collect(Collectors.toSet());
    }

    /** Everything that a JAX-RS container finds by itself. */
    Set<Object> resourcesAndMappers() {
        Set<Object> found = annotated(Path.class).stream().map(this::part).collect(Collectors.toSet());
        annotated(Provider.class).forEach(type -> found.add(part(type)));
        return found;
    }

    /** Makes every component that observes something, so that no event goes unheard. */
    Wiring complete() {
        CLASSES.stream()
                .filter(type -> isComponent(type) && !observers(type).isEmpty())
                .forEach(this::part);
        return this;
    }

    /** The part of this type, made with everything it needs if it is not there yet. */
    <T> T part(Class<T> type) {
        Object known = parts.get(type);
        if (known == null) {
            Class<?> concrete = concrete(type);
            known = parts.get(concrete);
            if (known == null) {
                known = make(concrete);
                parts.put(concrete, known);
                observe(known);
            }
            parts.put(type, known);
        }
        return type.cast(known);
    }

    /** Fills a servlet or filter, which the container makes by its constructor without arguments. */
    <T> T inject(T servlet) {
        try {
            for (Field field : servlet.getClass().getDeclaredFields()) {
                if (field.isAnnotationPresent(Inject.class)) {
                    field.setAccessible(true);
                    field.set(servlet, part(field.getType()));
                }
            }
            for (Method method : servlet.getClass().getDeclaredMethods()) {
                if (method.isAnnotationPresent(Inject.class)) {
                    method.setAccessible(true);
                    method.invoke(servlet, arguments(method));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return servlet;
    }

    private Object[] arguments(Executable executable) {
        return Arrays.stream(executable.getParameters()).map(this::argument).toArray();
    }

    private static Class<?> concrete(Class<?> type) {
        if (isComponent(type) || type.isAnnotationPresent(Provider.class)) {
            return type;
        }
        List<Class<?>> candidates = CLASSES.stream()
                .filter(candidate -> isComponent(candidate) && type.isAssignableFrom(candidate))
                .toList();
        if (candidates.size() != 1) {
            throw new AssertionError("components for " + type + ": " + candidates);
        }
        return candidates.get(0);
    }

    private static boolean isComponent(Class<?> type) {
        return type.isAnnotationPresent(Component.class) || type.isAnnotationPresent(ApplicationScoped.class);
    }

    /** A new one of this class, by its constructor. */
    Object make(Class<?> type) {
        Constructor<?>[] all = type.getDeclaredConstructors();
        Constructor<?> constructor = Arrays.stream(all)
                .filter(candidate -> candidate.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseGet(() -> Arrays.stream(all)
                        .filter(candidate -> candidate.getParameterCount() == 0)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(type + " has no constructor for CDI")));
        constructor.setAccessible(true);
        try {
            return inject(constructor.newInstance(arguments(constructor)));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " does not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object argument(Parameter parameter) {
        return parameter.getType() == Event.class
                ? event(((ParameterizedType) parameter.getParameterizedType()).getActualTypeArguments()[0])
                : part(parameter.getType());
    }

    private DirectEvent<Object> event(Type type) {
        return events.computeIfAbsent(type, unknown -> new DirectEvent<>());
    }

    private void observe(Object part) {
        observers(part.getClass()).forEach(method -> {
            method.setAccessible(true);
            event(observed(method).orElseThrow().getParameterizedType()).observedBy(event -> call(method, part, event));
        });
    }

    private static List<Method> observers(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> observed(method).isPresent())
                .toList();
    }

    /** The parameter that receives the event; an event with qualifiers is the container's own and not ours. */
    private static Optional<Parameter> observed(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter ->
                        parameter.isAnnotationPresent(Observes.class) && parameter.getAnnotations().length == 1)
                .findFirst();
    }

    private static void call(Method method, Object part, Object event) {
        try {
            method.invoke(part, event);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
