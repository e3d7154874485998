using ClickHouse.Driver;
using Torghut.Contracts.Records;

namespace Torghut.Bench.Ta;

/// <summary>A row of <c>ta_signals</c> as a user of ClickHouse.Driver would declare it.</summary>
internal sealed class SignalObject
{
    [ClickHouseColumn(Name = "symbol")]
    public required string Symbol { get; init; }

    [ClickHouseColumn(Name = "event_ts")]
    public required DateTime EventTs { get; init; }

    [ClickHouseColumn(Name = "seq")]
    public required ulong Seq { get; init; }

    [ClickHouseColumn(Name = "ingest_ts")]
    public required DateTime IngestTs { get; init; }

    [ClickHouseColumn(Name = "is_final")]
    public required byte IsFinal { get; init; }

    [ClickHouseColumn(Name = "source")]
    public required string Source { get; init; }

    [ClickHouseColumn(Name = "window_size")]
    public required string WindowSize { get; init; }

    [ClickHouseColumn(Name = "window_step")]
    public required string WindowStep { get; init; }

    [ClickHouseColumn(Name = "window_start")]
    public required DateTime WindowStart { get; init; }

    [ClickHouseColumn(Name = "window_end")]
    public required DateTime WindowEnd { get; init; }

    [ClickHouseColumn(Name = "version")]
    public required uint Version { get; init; }

    [ClickHouseColumn(Name = "macd")]
    public double? Macd { get; init; }

    [ClickHouseColumn(Name = "macd_signal")]
    public double? MacdSignal { get; init; }

    [ClickHouseColumn(Name = "macd_hist")]
    public double? MacdHistogram { get; init; }

    [ClickHouseColumn(Name = "ema12")]
    public double? Ema12 { get; init; }

    [ClickHouseColumn(Name = "ema26")]
    public double? Ema26 { get; init; }

    [ClickHouseColumn(Name = "rsi14")]
    public double? Rsi14 { get; init; }

    [ClickHouseColumn(Name = "boll_mid")]
    public double? BollingerMiddle { get; init; }

    [ClickHouseColumn(Name = "boll_upper")]
    public double? BollingerUpper { get; init; }

    [ClickHouseColumn(Name = "boll_lower")]
    public double? BollingerLower { get; init; }

    [ClickHouseColumn(Name = "vwap_session")]
    public double? VwapSession { get; init; }

    [ClickHouseColumn(Name = "vwap_w5m")]
    public double? VwapWindow { get; init; }

    [ClickHouseColumn(Name = "imbalance_spread")]
    public double? Spread { get; init; }

    [ClickHouseColumn(Name = "imbalance_bid_px")]
    public double? BidPrice { get; init; }

    [ClickHouseColumn(Name = "imbalance_ask_px")]
    public double? AskPrice { get; init; }

    [ClickHouseColumn(Name = "imbalance_bid_sz")]
    public double? BidSize { get; init; }

    [ClickHouseColumn(Name = "imbalance_ask_sz")]
    public double? AskSize { get; init; }

    [ClickHouseColumn(Name = "vol_realized_w60s")]
    public double? Volatility { get; init; }

    public static SignalObject From(Signal s)
    {
        var e = s.Envelope;
        return new SignalObject
        {
            Symbol = e.Symbol,
            EventTs = Instant(e.EventTs),
            Seq = (ulong)e.Seq,
            IngestTs = Instant(e.IngestTs),
            IsFinal = e.IsFinal ? (byte)1 : (byte)0,
            Source = e.Source,
            WindowSize = e.Window!.Value.Size,
            WindowStep = e.Window.Value.Step,
            WindowStart = Instant(e.Window.Value.Start),
            WindowEnd = Instant(e.Window.Value.End),
            Version = (uint)e.Version,
            Macd = s.Macd?.Value,
            MacdSignal = s.Macd?.Signal,
            MacdHistogram = s.Macd?.Histogram,
            Ema12 = s.Ema?.Ema12,
            Ema26 = s.Ema?.Ema26,
            Rsi14 = s.Rsi14,
            BollingerMiddle = s.Bollinger?.Middle,
            BollingerUpper = s.Bollinger?.Upper,
            BollingerLower = s.Bollinger?.Lower,
            VwapSession = s.Vwap?.Session,
            VwapWindow = s.Vwap?.Window5m,
            Spread = s.Imbalance?.Spread,
            BidPrice = s.Imbalance?.BidPrice,
            AskPrice = s.Imbalance?.AskPrice,
            BidSize = s.Imbalance?.BidSize,
            AskSize = s.Imbalance?.AskSize,
            Volatility = s.RealizedVolatility,
        };
    }

    private static DateTime Instant(long nanos) => DateTime.UnixEpoch.AddTicks(nanos / 100);
}
