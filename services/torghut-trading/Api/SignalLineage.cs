using Torghut.Contracts;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Api;

/// <summary>
/// Where the data behind a decision lies: the signal's row, the bar of the same window, and the records of that window in the topics. The sequence of a
/// derived record is its window's start, so the ticks are found by symbol and time (Kafka turns a time into an offset).
/// </summary>
internal static class SignalLineage
{
    public static JsonMap Of(JsonMap decision, SignalOptions options)
    {
        var symbol = (string)decision["symbol"]!;
        var at = (DateTimeOffset)decision["signal_event_ts"]!;
        var seq = (long)decision["signal_seq"]!;

        // A sequence that is no window's start says nothing about the ticks.
        DateTimeOffset? from = at.ToUnixTimeSeconds() - seq is >= 0 and <= 86_400 * 366 ? DateTimeOffset.FromUnixTimeSeconds(seq) : null;
        return new JsonMap
        {
            ["signal"] = new JsonMap
            {
                ["table"] = options.SignalTable,
                ["topic"] = Topics.TaSignals,
                ["symbol"] = symbol,
                ["event_ts"] = at,
                ["seq"] = seq,
                ["ingest_ts"] = decision["signal_ingest_ts"]
            },
            ["bar"] = new JsonMap { ["table"] = options.PriceTable, ["topic"] = Topics.TaMicrobars, ["symbol"] = symbol, ["event_ts"] = at, ["seq"] = seq },
            ["ticks"] = new JsonMap { ["topics"] = new List<string> { Topics.Trades, Topics.Quotes }, ["key"] = symbol, ["from"] = from, ["to"] = at },
        };
    }
}
