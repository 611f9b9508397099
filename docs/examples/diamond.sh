#!/bin/sh
# read NAME | publish NAME FILE | watch NAME: Diamond with curl alone. DIAMOND_URL is the server, DIAMOND_TOKEN the token. SPDX-License-Identifier: Apache-2.0
url=${DIAMOND_URL:-http://localhost:8080/diamond-server}/api/v1/config?dataId=$2
call() { printf 'Authorization: Bearer %s' "$DIAMOND_TOKEN" | curl -sS -H @- "$@"; } # an argument others could see
case $1 in
read) call -f "$url" ;;
publish) call -f -X PUT --data-binary "@$3" "$url" ;;
watch)
    body=$(mktemp)
    trap 'rm -f "$body"; exit' EXIT INT
    while :; do # 304 when nothing changed for 30 s; the content and its tag when something did. curl 7.83 or newer.
        told=$(call -o "$body" -w '%{http_code} %header{etag}' ${tag:+-H "If-None-Match: $tag"} "$url&wait=30s") || told=cut
        case $told in
        200*) tag=${told#* } && cat "$body" && echo ;;
        304*) ;;
        *) sleep 2 ;;
        esac
    done
    ;;
esac
