-- Takes a token from each bucket, or, if one of them is empty, from none. KEYS: the buckets. ARGV: now and the window, in
-- microseconds, then each bucket's quota. Answers which bucket refused (0: none), then what each holds.
local now, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local held, moments, refused = {}, {}, 0
for nth, key in ipairs(KEYS) do
    local quota = tonumber(ARGV[nth + 2])
    local kept = redis.call('HMGET', key, 'tokens', 'at')
    local tokens, at = tonumber(kept[1]) or quota, tonumber(kept[2]) or now
    local passed = now - at
    if passed < -window then
        at = now
    else
        tokens = math.min(quota, tokens + quota * math.min(math.max(passed, 0), window) / window)
        at = math.max(at, now)
    end
    held[nth], moments[nth] = tokens, at
    if refused == 0 and tokens < 1 then
        refused = nth
    end
end
local answer = { refused }
for nth, key in ipairs(KEYS) do
    if refused == 0 then
        held[nth] = held[nth] - 1
    end
    redis.call('HSET', key, 'tokens', string.format('%.6f', held[nth]), 'at', string.format('%.0f', moments[nth]))
    redis.call('PEXPIRE', key, 2 * window / 1000)
    answer[nth + 1] = math.max(0, math.floor(held[nth]))
end
return answer
