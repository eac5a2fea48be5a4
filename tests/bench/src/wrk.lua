-- Sends the requests of a file in turn: a path a line, and the token to ask it with, if any.
local requests, count, at = {}, 0, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, token = line:match("^(%S+)%s*(%S*)$")
    local headers = { Host = wrk.headers["Host"] }
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    count = count + 1
    requests[count] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % count + 1
  return requests[at]
end

-- Microseconds.
function done(summary, latency)
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"p50":%.1f,"p99":%.1f,"bytes":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), summary.bytes,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
