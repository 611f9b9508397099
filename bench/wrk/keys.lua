-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What both scripts share: 10,000 keys, one of them at random for each request, each thread in an order of its own.
KEYS = 10000

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  math.randomseed(os.time() * 64 + number)
  face = args[1] or "gdiamond"
end

function key(n)
  return "dataId=wrk-" .. n .. "&group=WRK_GROUP-" .. n
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("\nnot answered 2xx: %d, no answer in time: %d, broken connections: %d\n",
    e.status, e.timeout, e.connect + e.read + e.write))
end
