# SPDX-License-Identifier: Apache-2.0
"""read NAME | publish NAME FILE | watch NAME: Diamond with Python's standard library alone."""
import http.client, os, sys, time, urllib.parse, urllib.request

base = os.environ.get("DIAMOND_URL", "http://localhost:8080/diamond-server") + "/api/v1/config?"
def call(method, name, body=None, tag=None, **more):
    request = urllib.request.Request(base + urllib.parse.urlencode({"dataId": name, **more}), body, method=method)
    request.add_header("Authorization", "Bearer " + os.environ.get("DIAMOND_TOKEN", "none"))
    if tag: request.add_header("If-None-Match", tag)
    with urllib.request.urlopen(request, timeout=60) as answer: return answer.read(), answer.headers["ETag"]

tag = None
match sys.argv[1:]:
    case ["read", name]: sys.stdout.buffer.write(call("GET", name)[0])
    case ["publish", name, file]: print(call("PUT", name, open(file, "rb").read())[0].decode())
    case ["watch", name]:
        while True:  # 304 when nothing changed for 30 s
            try: content, tag = call("GET", name, tag=tag, wait="30s")
            except (OSError, http.client.HTTPException) as e: getattr(e, "code", 0) == 304 or time.sleep(2)
            else: print(content.decode(), flush=True)
