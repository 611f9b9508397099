# SPDX-License-Identifier: Apache-2.0
"""read NAME | publish NAME FILE | watch NAME: Diamond with Python's standard library alone."""
import os, sys, time, urllib.error, urllib.parse, urllib.request

base = os.environ.get("DIAMOND_URL", "http://localhost:8080/diamond-server") + "/api/v1/config?"
def call(method, name, body=None, tag=None, **more):
    request = urllib.request.Request(base + urllib.parse.urlencode({"dataId": name, **more}), body, method=method)
    request.add_header("Authorization", "Bearer " + os.environ.get("DIAMOND_TOKEN", "none"))
    if tag: request.add_header("If-None-Match", tag)
    return urllib.request.urlopen(request, timeout=60)

tag = None
match sys.argv[1:]:
    case ["read", name]: print(call("GET", name).read().decode())
    case ["publish", name, file]: print(call("PUT", name, open(file, "rb").read()).read().decode())
    case ["watch", name]:
        while True:  # 304 when nothing changed for 30 s
            try: answer = call("GET", name, tag=tag, wait="30s"); tag = answer.headers["ETag"]; print(answer.read().decode(), flush=True)
            except (urllib.error.URLError, TimeoutError) as e: getattr(e, "code", 0) == 304 or time.sleep(2)
