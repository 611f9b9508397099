/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.config.Contents;
import org.diamondconfig.cli.config.Put;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.FileNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has a person change a content. */
@Command(
        name = "edit",
        description = {
            "Change the content of a configuration in your editor: that of VISUAL or EDITOR, or vi.",
            "It is published when the editor ends, if it changed, and nobody else was faster. What you wrote is kept in a file",
            "where it cannot be published, and the file is told."
        })
public final class Edit implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(names = "--create", description = "Begin one that is not there yet.")
    private boolean create;

    @Option(names = "--type", paramLabel = "TYPE", description = "Its type from now on; as it is if it is left out.")
    private String type;

    @Mixin
    private Reason why;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        String editor = Editor.command(root.around());
        Answer now = session.api().get("/config").about(key).ask();
        boolean absent = now.code().equals("CONFIG_NOT_FOUND");
        if (absent && !create) {
            now.required();
        }
        byte[] before = absent ? new byte[0] : now.content();
        if (create && !absent) {
            throw new Refused(Exit.CONFLICT, key + " is there already");
        }
        Path file = Files.createTempDirectory("diamond-edit").resolve(name(key));
        Files.write(file, before);
        try {
            return published(key, now, before, file, Editor.run(root.around(), editor, file));
        } catch (Refused e) {
            if (isStill(before, file)) {
                delete(file);
                throw e;
            }
            throw kept(e, file);
        } catch (InterruptedException e) {
            session.out().say("what you wrote is in " + file);
            throw e;
        }
    }

    /** Of which an editor knows the type, and no more than one folder has. */
    private static String name(ConfigKey key) {
        String last = key.dataId().replaceFirst(".*/(?=.)", "");
        return FileNames.encodePlain(last);
    }

    private int published(ConfigKey key, Answer now, byte[] before, Path file, int status) {
        Session session = root.session();
        if (status != 0) {
            throw new Refused(Exit.FAILED, "the editor ended with " + status + ": nothing was published");
        }
        byte[] after = Contents.read(root.around(), file.toString());
        if (Arrays.equals(before, after)) {
            delete(file);
            session.out().say("nothing was changed");
            return Exit.OK.code();
        }
        if (after.length == 0) {
            delete(file);
            session.out().say("it is empty: nothing was published; diamond put --allow-empty would");
            return Exit.FAILED.code();
        }
        Answer answer = call(session, key, now).text(after).send();
        delete(file);
        Put.print(session, key, answer);
        return Exit.OK.code();
    }

    private Calls call(Session session, ConfigKey key, Answer now) {
        Calls call = session.api()
                .call("PUT", "/config")
                .about(key)
                .with("type", type)
                .with("comment", why.text())
                .once();
        return create
                ? call.header("If-None-Match", "*")
                : call.header("If-Match", "\"" + now.epoch().generation() + '.' + now.number("Diamond-Version") + '"');
    }

    private static Refused kept(Refused e, Path file) {
        Map<String, Object> problem = new LinkedHashMap<>(e.problem());
        if (!problem.isEmpty()) {
            problem.put("kept", file.toString());
        }
        return new Refused(e.exit(), e.getMessage() + "; what you wrote is in " + file, problem);
    }

    /** Whether nothing was written to it. */
    private static boolean isStill(byte[] before, Path file) {
        try {
            return Arrays.equals(before, Files.readAllBytes(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** With its folder, and what the editor left there beside it. */
    private static void delete(Path file) {
        try (Stream<Path> all = Files.walk(file.getParent())) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            return; // it is in the system's folder for what is temporary
        }
    }
}
