using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Ops.Snapshots.Model;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Finds out what time it is on the market: as the trading service says, which has it from the broker, else by estimate.</summary>
internal sealed class MarketClockReader(TimeProvider time)
{
    private static readonly TimeZoneInfo Exchange = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeSpan Open = new(9, 30, 0);
    private static readonly TimeSpan Close = new(16, 0, 0);

    public MarketClock Read(Fact tradingStatus)
    {
        var now = DateTimeOffset.TryParse(tradingStatus.Text("market_now"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reported)
            ? reported : time.GetUtcNow();
        return tradingStatus.Flag("market_open") is { } open
            ? new MarketClock(now, open, "torghut-trading")
            : new MarketClock(now, IsRegularSession(now), "estimated from the hour, without a holiday calendar");
    }

    /// <summary>The clock as a fact, which interpretations of freshness rest on.</summary>
    public Fact Describe(MarketClock clock, Fact tradingStatus) => new(
        Plane.Decision, "market", "session", tradingStatus.Command, time.GetUtcNow(), true,
        new JsonObject { ["open"] = clock.IsOpen, ["now"] = clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        clock.Source, 0);

    private static bool IsRegularSession(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Exchange);
        return local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.TimeOfDay >= Open && local.TimeOfDay < Close;
    }
}
