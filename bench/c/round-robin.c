/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0
 * The C reader's look, 10,000 keys in turn, each content copied: for each line that comes, ns a read of ten rounds. */
#include <lmdb.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define KEYS 10000
#define PASSES 10
static char keys[KEYS][40], copy[2048];
static int length[KEYS];

int main(int n, char **a) {
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    char line[64];
    if (n != 2 || mdb_env_create(&env) || mdb_env_open(env, a[1], MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS, 0)) return 1;
    if (mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) || mdb_dbi_open(txn, NULL, 0, &dbi)) return 1;
    mdb_txn_reset(txn);
    for (int i = 0; i < KEYS; i++) length[i] = sprintf(keys[i], "%cshop%cfolder/key%d", 0, 0, i);
    while (fgets(line, sizeof line, stdin)) {
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (int pass = 0; pass < PASSES; pass++)
            for (int i = 0; i < KEYS; i++) {
                MDB_val k = {length[i], keys[i]}, v;
                if (mdb_txn_renew(txn) || mdb_get(txn, dbi, &k, &v)) return 2;
                const unsigned char *r = v.mv_data;
                memcpy(copy, r + 48, (size_t)r[10] << 8 | r[11]);
                mdb_txn_reset(txn);
            }
        clock_gettime(CLOCK_MONOTONIC, &end);
        double ns = (end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec);
        printf("%.1f\n", ns / PASSES / KEYS);
        fflush(stdout);
    }
    mdb_txn_abort(txn);
    mdb_env_close(env);
    return 0;
}
