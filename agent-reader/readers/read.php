<?php
// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0
// php read.php STORE CLUSTER NAMESPACE GROUP DATAID; Debian: php-cli, php8.2-dba

/** The record, [present, version, content]; null if the agent does not know the key. */
function diamond_find($db, string $namespace, string $group, string $dataId): ?array
{
    $names = ($namespace === 'public' ? '' : $namespace) . "\0$group\0$dataId";
    $record = dba_fetch($names, $db);
    if ($record === false) {
        return null;
    }
    $head = unpack('Cformat/Cpresent/ntype/ncluster/nnames/Nlength/Ncrc/Jversion', $record);
    return [$head['present'] === 1, $head['version'], substr($record, 48, $head['length'])];
}

[, $store, $cluster, $namespace, $group, $dataId] = $argv;
// dba_popen keeps it open over the requests of one php-fpm process.
$db = dba_open("$store/$cluster.mdb", 'r', 'lmdb') or exit(2);
$found = diamond_find($db, $namespace, $group, $dataId);
if ($found === null || !$found[0]) {
    fwrite(STDERR, $found === null ? 'unknown' : 'absent');
    exit(1);
}
echo $found[2];
