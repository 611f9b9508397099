-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Publishes of random keys, each with a content that the key has not had. "-- native" behind the URL publishes by our own API.
dofile((debug.getinfo(1, "S").source:match("@(.*/)") or "") .. "keys.lua")

local FORM = { ["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8" }
local sent = 0

function request()
  local n = math.random(KEYS)
  sent = sent + 1
  local content = "wrkpublish-" .. number .. "-" .. sent .. "-" .. os.time()
  if face == "native" then
    return wrk.format("PUT", "/diamond-server/api/v1/config?" .. key(n), {}, content)
  end
  return wrk.format("POST", "/diamond-server/publishConfig", FORM, key(n) .. "&content=" .. content)
end
