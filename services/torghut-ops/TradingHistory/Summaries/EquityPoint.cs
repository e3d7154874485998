using System.Text.Json.Serialization;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>What the account was worth at a moment; written as a pair.</summary>
/// <param name="At">Market time.</param>
/// <param name="Equity">USD.</param>
[JsonConverter(typeof(EquityPointConverter))]
internal readonly record struct EquityPoint(DateTimeOffset At, decimal Equity);
