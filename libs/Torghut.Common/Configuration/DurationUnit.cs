namespace Torghut.Common.Configuration;

/// <summary>The unit that a duration key's suffix names.</summary>
internal readonly record struct DurationUnit(string Name, long TicksPerUnit)
{
    private static readonly (string Suffix, DurationUnit Unit)[] Suffixes =
    [
        ("_MS", new("milliseconds", TimeSpan.TicksPerMillisecond)),
        ("_SEC", new("seconds", TimeSpan.TicksPerSecond)),
        ("_SECONDS", new("seconds", TimeSpan.TicksPerSecond)),
        ("_MINUTES", new("minutes", TimeSpan.TicksPerMinute)),
        ("_HOURS", new("hours", TimeSpan.TicksPerHour)),
        ("_DAYS", new("days", TimeSpan.TicksPerDay)),
    ];

    /// <summary>Finds the unit in the key: at its end, or before a further word as in <c>TA_CLICKHOUSE_TTL_DAYS_SIGNALS</c>.</summary>
    public static DurationUnit OfKey(string key)
    {
        foreach (var (suffix, unit) in Suffixes)
        {
            if (key.EndsWith(suffix, StringComparison.Ordinal) || key.Contains(suffix + "_", StringComparison.Ordinal))
            {
                return unit;
            }
        }

        throw new InvalidOperationException($"{key} holds a duration, but no suffix names its unit.");
    }
}
