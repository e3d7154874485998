using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>A day's decisions: every outcome, some of them in one second.</summary>
internal static class FixtureTrading
{
    private const int Count = 36;

    private static readonly string[] Outcomes = ["filled", "rejected", "accepted", "vetoed", "expired", "unknown"];
    private static readonly string[] Strategies = ["trend-pullback", "band-reversal"];
    private static readonly string[][] Reasons = [["cooldown_active"], ["max_position_pct_exceeded", "cooldown_active"], ["shorts_not_allowed"]];

    /// <summary>Decisions on a symbol, the newest first.</summary>
    public static IReadOnlyList<Dictionary<string, object?>> Decisions(string symbol, DateTimeOffset until) =>
        [.. Enumerable.Range(0, Count).Where(i => At(i) < until).Reverse().Select(i => Decision(symbol, i))];

    public static string Id(int number) => $"00000000-0000-4000-8000-{number:d12}";

    private static Dictionary<string, object?> Decision(string symbol, int number)
    {
        var outcome = Outcomes[number % Outcomes.Length];
        var at = At(number).UtcDateTime.ToString(FixtureAnswers.TimeForm, CultureInfo.InvariantCulture);
        return new Dictionary<string, object?>
        {
            ["id"] = Id(number),
            ["at"] = at,
            ["createdAt"] = at,
            ["strategy"] = Strategies[number % 2],
            ["symbol"] = symbol,
            ["action"] = number % 4 == 3 ? "sell" : "buy",
            ["qty"] = "38",
            ["limitPrice"] = "187.35",
            ["status"] = outcome == "accepted" ? "submitted" : outcome,
            ["statusReason"] = null,
            ["reasons"] = outcome == "rejected" ? Reasons[number / 6 % 3] : [],
            ["outcome"] = outcome,
            ["signalEventTs"] = at,
        };
    }

    /// <summary>Every sixth shares its second with the one before.</summary>
    private static DateTimeOffset At(int number) =>
        NewYork.At(FixtureDay.Day, new TimeOnly(9, 45)).AddSeconds((number - (number % 6 == 5 ? 1 : 0)) * 600L).ToUniversalTime();
}
