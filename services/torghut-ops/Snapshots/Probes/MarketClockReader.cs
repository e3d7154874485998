using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Contracts.Market;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Finds out what time it is on the market: as the trading service says, which has it from the broker, else by estimate.</summary>
internal sealed class MarketClockReader(TimeProvider time)
{
    public MarketClock Read(Fact tradingStatus)
    {
        var now = DateTimeOffset.TryParse(tradingStatus.Text("market_now"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reported)
            ? reported : time.GetUtcNow();
        return tradingStatus.Flag("market_open") is { } open
            ? new MarketClock(now, open, "torghut-trading")
            : new MarketClock(now, MarketCalendar.IsOpen(now), "estimated by the exchange's calendar");
    }

    /// <summary>The fact, with how far its newest datum is behind market time, where it names one.</summary>
    public static Fact AddLag(Fact fact, MarketClock clock)
    {
        if (fact.Value is not JsonObject value || fact.Text("newest_event_ts") is not { } text
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var newest))
        {
            return fact;
        }

        var more = (JsonObject)value.DeepClone();
        more["lag_seconds"] = Math.Round((clock.Now - newest).TotalSeconds, 3);
        return fact with { Value = more };
    }

    /// <summary>The clock as a fact, which interpretations of freshness rest on.</summary>
    public Fact Describe(MarketClock clock, Fact tradingStatus) => new(
        Plane.Decision, "market", "session", tradingStatus.Command, time.GetUtcNow(), Outcome.Ok,
        new JsonObject { ["open"] = clock.IsOpen, ["now"] = clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        clock.Source, 0);
}
