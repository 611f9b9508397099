/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.diamondconfig.agent.setup.AgentSetup;
import org.diamondconfig.agent.setup.SetupException;
import org.diamondconfig.agent.store.StoreTaken;

/** The command line: {@code java -jar diamond-agent.jar [--check] FILE}. It runs until it is told to end. */
public final class AgentMain {

    private static final int WRONG_SETUP = 2;
    private static final int TAKEN = 3;
    private static final int NO_FOLDER = 4;

    private AgentMain() {}

    /** Starts the agent; ends with 2 for a refused file, 3 for a store that another agent keeps, 4 for a folder that cannot be used. */
    public static void main(String[] arguments) {
        boolean check = arguments.length == 2 && arguments[0].equals("--check");
        if (arguments.length != 1 && !check) {
            end(WRONG_SETUP, "usage: java -jar diamond-agent.jar [--check] /etc/diamond/agent.conf");
            return;
        }
        Path file = Path.of(arguments[arguments.length - 1]);
        try {
            AgentSetup setup = AgentSetup.read(file);
            if (check) {
                System.out.println(file + ": sound");
                return;
            }
            Agent agent = Agent.start(setup, file);
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "diamond-agent-end"));
            System.out.println("diamond agent: " + setup.clusters().size() + " clusters in " + setup.store());
        } catch (SetupException e) {
            end(WRONG_SETUP, e.getMessage());
        } catch (StoreTaken e) {
            end(TAKEN, e.getMessage());
        } catch (IOException e) {
            end(NO_FOLDER, "cannot start: " + e);
        }
    }

    private static void end(int status, String message) {
        System.err.println("diamond agent: " + message);
        System.exit(status);
    }
}
