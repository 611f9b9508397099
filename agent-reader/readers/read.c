/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0
 * cc -O2 -o read read.c -llmdb; ./read STORE CLUSTER NAMESPACE GROUP DATAID; Debian: liblmdb-dev. One env a process. */
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Length of the content, -1 if absent, -2 if unknown; *content is good until the next reset of txn. txn is renewed here. */
static long find(MDB_txn *txn, MDB_dbi dbi, const char *key, size_t size, const unsigned char **content) {
    MDB_val k = {size, (void *)key}, v;
    if (mdb_txn_renew(txn) || mdb_get(txn, dbi, &k, &v)) return -2;
    const unsigned char *r = v.mv_data;
    *content = r + 48;
    return r[1] == 1 ? (long)((uint32_t)r[8] << 24 | r[9] << 16 | r[10] << 8 | r[11]) : -1;
}

int main(int n, char **a) {
    if (n != 6) return 2;
    char path[4096], key[512];
    snprintf(path, sizeof path, "%s/%s.mdb", a[1], a[2]);
    const char *namespace = strcmp(a[3], "public") ? a[3] : "";
    int size = snprintf(key, sizeof key, "%s%c%s%c%s", namespace, 0, a[4], 0, a[5]);
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    int rc = mdb_env_create(&env);
    if (!rc) rc = mdb_env_open(env, path, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS, 0);
    if (!rc) rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (!rc) rc = mdb_dbi_open(txn, NULL, 0, &dbi);
    if (rc) return fprintf(stderr, "%s: %s\n", path, mdb_strerror(rc)), 1;
    mdb_txn_reset(txn); /* after each look: a transaction that is kept open keeps old pages */
    const unsigned char *content;
    long length = find(txn, dbi, key, size, &content);
    if (length >= 0) fwrite(content, 1, length, stdout);
    mdb_txn_abort(txn);
    mdb_env_close(env); /* at the end of the process: it gives the place of this reader back */
    return length >= 0 ? 0 : fprintf(stderr, length == -1 ? "absent" : "unknown"), length >= 0 ? 0 : 1;
}
