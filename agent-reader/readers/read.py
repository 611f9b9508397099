# SPDX-FileCopyrightText: The Diamond authors
# SPDX-License-Identifier: Apache-2.0
# python3 read.py STORE CLUSTER NAMESPACE GROUP DATAID; Debian: python3-lmdb
import socket, struct, sys
import lmdb


def open_store(store, cluster):
    # A map size of 0 takes the agent's. One environment a process and file, kept open.
    return lmdb.open(f"{store}/{cluster}.mdb", subdir=False, readonly=True, map_size=0, max_dbs=0)


def find(env, namespace, group, data_id):
    """(version, content); content is None if absent. None if the agent does not know the key."""
    names = "" if namespace == "public" else namespace
    with env.begin(buffers=True) as txn:
        record = txn.get(f"{names}\0{group}\0{data_id}".encode())
        if record is None:
            return None
        present, length = record[1:2] == b"\x01", struct.unpack_from(">I", record, 8)[0]
        return struct.unpack_from(">Q", record, 16)[0], bytes(record[48:48 + length]) if present else None


def ask(store, cluster, namespace, group, data_id, millis=500):
    with socket.socket(socket.AF_UNIX) as agent:
        agent.connect(f"{store}/{cluster}.sock")
        agent.sendall(f"get {millis} {namespace} {group} {data_id}\n".encode())
        return agent.makefile().readline().strip()


if __name__ == "__main__":
    store, cluster, *key = sys.argv[1:6]
    with open_store(store, cluster) as env:  # at the end of the process: it gives the place of this reader back
        found = find(env, *key)
        if found is None and ask(store, cluster, *key) in ("present", "absent"):
            found = find(env, *key)
    if found is None or found[1] is None:
        sys.exit("unknown" if found is None else "absent")
    sys.stdout.buffer.write(found[1])
