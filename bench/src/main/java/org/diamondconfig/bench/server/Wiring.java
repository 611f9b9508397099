/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The server's beans wired as CDI wires them, but for interceptors: each is made once, by its {@code @Inject} constructor,
 * from what that asks for. Confined to one thread until all is made.
 */
final class Wiring {

    private final Map<Class<?>, Object> beans = new HashMap<>();
    private final Map<Class<?>, List<Consumer<Object>>> observers = new HashMap<>();

    /** Uses this bean for its type and wherever this interface is asked for. */
    <T> Wiring given(Class<T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    /** The bean of this type. */
    <T> T bean(Class<T> type) {
        Object made = beans.get(type);
        if (made == null) {
            made = make(type);
            beans.put(type, made);
        }
        return type.cast(made);
    }

    /** Calls this observer for each event of the type, on the thread that fires it. */
    <T> void observe(Class<T> type, Consumer<? super T> observer) {
        observers(type).add(event -> observer.accept(type.cast(event)));
    }

    private List<Consumer<Object>> observers(Class<?> type) {
        return observers.computeIfAbsent(type, each -> new CopyOnWriteArrayList<>());
    }

    /** An event that can be fired, which is all that the server does with one. */
    private Event<?> event(Class<?> type) {
        List<Consumer<Object>> told = observers(type);
        return (Event<?>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("fire")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    told.forEach(observer -> observer.accept(arguments[0]));
                    return null;
                });
    }

    private Object make(Class<?> type) {
        Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                .filter(each -> each.isAnnotationPresent(Inject.class) || each.getParameterCount() == 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + ": no constructor to inject"));
        Object[] parameters = Arrays.stream(constructor.getGenericParameterTypes())
                .map(this::resolve)
                .toArray();
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(parameters);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + ": cannot be made", e);
        }
    }

    private Object resolve(Type asked) {
        return asked instanceof ParameterizedType event
                ? event((Class<?>) event.getActualTypeArguments()[0])
                : bean((Class<?>) asked);
    }
}
