-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Reads of random keys. "-- native" or "-- diamond" behind the URL reads by another face, to compare them.
dofile((debug.getinfo(1, "S").source:match("@(.*/)") or "") .. "keys.lua")

local PATHS = {
  gdiamond = "/diamond-server/config?",
  diamond = "/diamond-server/config.co?",
  native = "/diamond-server/api/v1/config?",
}

function request()
  return wrk.format("GET", PATHS[face] .. key(math.random(KEYS)))
end
