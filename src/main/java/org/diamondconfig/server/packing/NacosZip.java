/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.diamondconfig.server.archive.ZipEntry;
import org.diamondconfig.server.archive.ZipReader;
import org.diamondconfig.server.transfer.Parcel;
import org.diamondconfig.wire.ConfigKey;

/** A zip of files {@code group/dataId}, as Nacos exports them, or as somebody packed a folder. Confined to one thread by its zip. */
record NacosZip(Unpacking unpacking, NacosMetadata metadata) implements Parcel.Load {

    @Override
    public void each(Parcel.Sink<Parcel> sink) throws IOException {
        Set<String> missing = new LinkedHashSet<>(metadata.files());
        ZipReader zip = unpacking.zip();
        for (int i = 0; i < zip.size(); i++) {
            ZipEntry entry = zip.entry(i);
            if (!entry.isFolder() && !NacosMetadata.isName(entry.name())) {
                missing.remove(entry.name());
                sink.take(parcel(entry, zip.isRepeated(i)));
            }
        }
        for (String file : missing) {
            sink.take(Unpacking.refused(ZipEntry.shown(file), "CONTENT_MISSING", "The zip does not have the file."));
        }
    }

    private Parcel parcel(ZipEntry entry, boolean repeated) throws IOException {
        if (Unpacking.isLitter(entry.name())) {
            return Unpacking.ignored(entry.shown());
        }
        if (repeated) {
            return Unpacking.refused(entry.shown(), "DUPLICATE_ENTRY", "An entry before has the same name.");
        }
        int slash = entry.name().indexOf('/');
        if (slash < 0) {
            return Unpacking.refused(entry.shown(), "INVALID_NAME", "file: group/dataId is expected");
        }
        ConfigKey key;
        try {
            String dataId = entry.name().substring(slash + 1);
            String namespace = unpacking.namespace().orElse(ConfigKey.PUBLIC);
            key = new ConfigKey(namespace, entry.name().substring(0, slash), dataId);
        } catch (IllegalArgumentException e) {
            return Unpacking.refused(entry.shown(), "INVALID_NAME", e.getMessage());
        }
        return unpacking.parcel(key, entry, metadata.of(entry.name(), key));
    }
}
