-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
-- luajit read.lua STORE CLUSTER NAMESPACE GROUP DATAID; Debian: luajit, liblmdb0. One env a process.
local ffi = require "ffi"
ffi.cdef [[
typedef struct { size_t size; const uint8_t *data; } MDB_val;
int mdb_env_create(void **env);
int mdb_env_open(void *env, const char *path, unsigned flags, unsigned mode);
int mdb_txn_begin(void *env, void *parent, unsigned flags, void **txn);
int mdb_dbi_open(void *txn, const char *name, unsigned flags, unsigned *dbi);
int mdb_get(void *txn, unsigned dbi, MDB_val *key, MDB_val *value);
int mdb_txn_renew(void *txn);
void mdb_txn_reset(void *txn); void mdb_txn_abort(void *txn);
void mdb_env_close(void *env);
const char *mdb_strerror(int code);
]]
local lmdb = ffi.load "liblmdb.so.0"
local function check(code) if code ~= 0 then error(ffi.string(lmdb.mdb_strerror(code)), 0) end end
local NOSUBDIR, RDONLY, NOTLS = 0x4000, 0x20000, 0x200000
local env, txn, dbi = ffi.new "void *[1]", ffi.new "void *[1]", ffi.new "unsigned[1]"
check(lmdb.mdb_env_create(env))
check(lmdb.mdb_env_open(env[0], arg[1] .. "/" .. arg[2] .. ".mdb", NOSUBDIR + RDONLY + NOTLS, 0))
check(lmdb.mdb_txn_begin(env[0], nil, RDONLY, txn))
check(lmdb.mdb_dbi_open(txn[0], nil, 0, dbi))
lmdb.mdb_txn_reset(txn[0])

-- The content; nil and why, if there is none.
local function find(namespace, group, data_id)
    local name = (namespace == "public" and "" or namespace) .. "\0" .. group .. "\0" .. data_id
    local key, value = ffi.new("MDB_val", #name, ffi.cast("const uint8_t *", name)), ffi.new "MDB_val"
    check(lmdb.mdb_txn_renew(txn[0]))
    local code, r = lmdb.mdb_get(txn[0], dbi[0], key, value), value.data
    local content = code == 0 and r[1] == 1 and ffi.string(r + 48, ((r[8] * 256 + r[9]) * 256 + r[10]) * 256 + r[11])
    lmdb.mdb_txn_reset(txn[0]) -- one that is kept open keeps old pages
    return content or nil, code == 0 and "absent" or "unknown"
end
local content, why = find(arg[3], arg[4], arg[5])
lmdb.mdb_txn_abort(txn[0]) -- at the end of the process: it gives the place of this reader back
lmdb.mdb_env_close(env[0])
if content then io.write(content) else io.stderr:write(why) os.exit(1) end
