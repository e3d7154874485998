using System.Globalization;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>
/// The sandbox opens switches that production keeps closed. What the user's own environment says about a switch or a limit holds where it is the safer of
/// the two, or where it cannot be read: then the service says so.
/// </summary>
internal static class SafetySwitches
{
    private static readonly (string Key, string Open)[] Switches = [("TRADING_ENABLED", "true"), ("TRADING_KILL_SWITCH_ENABLED", "false"), ("LLM_ENABLED", "true")];

    private static readonly string[] SmallerIsSafer = ["TRADING_SIGNAL_MAX_AGE_SECONDS", "TRADING_CLOCK_LEAP_SECONDS"];

    private static readonly string[] LargerIsSafer = ["TRADING_CLOCK_DOUBT_SECONDS"];

    /// <summary>Takes over what is safer.</summary>
    /// <param name="keys">What the sandbox would set.</param>
    /// <param name="environment">Reads the user's environment.</param>
    /// <returns>Each setting that was taken over, as <c>KEY=value</c>.</returns>
    public static IReadOnlyList<string> Respect(IDictionary<string, string> keys, Func<string, string?> environment)
    {
        var kept = new List<string>();
        void Keep(string key, string value)
        {
            keys[key] = value;
            kept.Add($"{key}={value}");
        }

        foreach (var (key, open) in Switches)
        {
            if (environment(key) is { Length: > 0 } value && !value.Trim().Equals(open, StringComparison.OrdinalIgnoreCase))
            {
                Keep(key, value);
            }
        }

        foreach (var (key, sign) in SmallerIsSafer.Select(key => (key, 1)).Concat(LargerIsSafer.Select(key => (key, -1))))
        {
            if (environment(key) is { Length: > 0 } value && keys.TryGetValue(key, out var ours) && !(sign * Number(value) >= sign * Number(ours)))
            {
                Keep(key, value);
            }
        }

        return kept;
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
