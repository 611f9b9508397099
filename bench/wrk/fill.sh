#!/bin/sh
# SPDX-FileCopyrightText: The Diamond authors
# SPDX-License-Identifier: Apache-2.0
#
# Publishes each of the 10,000 keys that the scripts read, a hundred at a time: fill.sh http://localhost:8080
set -eu
for hundred in $(seq 0 99); do
  seq $((hundred * 100 + 1)) $((hundred * 100 + 100)) |
    awk 'BEGIN { printf "{\"items\":[" }
         { printf "%s{\"group\":\"WRK_GROUP-%d\",\"dataId\":\"wrk-%d\",\"content\":\"wrkpublish%d\"}", (NR > 1 ? "," : ""), $1, $1, $1 }
         END { printf "]}" }' |
    curl -sSf -o /dev/null -H 'Content-Type: application/json' --data-binary @- "$1/diamond-server/api/v1/configs/publish"
done
