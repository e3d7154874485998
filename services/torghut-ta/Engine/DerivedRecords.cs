using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Indicators;
using Torghut.Ta.Microbars;

namespace Torghut.Ta.Engine;

/// <summary>Turns the engine's numbers into contract records. Nothing but input values gets in: no clock, no host.</summary>
internal sealed class DerivedRecords(int partition, string tradesTopic)
{
    private const string OneSecond = "PT1S";

    public Microbar Microbar(SymbolState state, in BarValues bar) => new(
        Head(state, Channels.Microbars, bar.EndSecond, bar.IngestTs),
        bar.Open,
        bar.High,
        bar.Low,
        bar.Close,
        bar.Volume,
        NullIfNaN(bar.Vwap),
        bar.Count,
        new Lineage(tradesTopic, partition, bar.FirstOffset, bar.LastOffset));

    public Signal Signal(SymbolState state, in PendingSignal pending, in HeldQuote? quote, string? restart)
    {
        var values = pending.Values;
        var ingestTs = quote is { } joined ? Math.Max(pending.IngestTs, joined.IngestTs) : pending.IngestTs;
        return new Signal(
            Head(state, Channels.Signals, pending.EndSecond, ingestTs),
            new Macd(values.Macd, values.MacdSignal, values.MacdHistogram),
            new Ema(values.Ema12, values.Ema26),
            NullIfNaN(values.Rsi14),
            double.IsNaN(values.BollingerMiddle) ? null : new Bollinger(values.BollingerMiddle, values.BollingerUpper, values.BollingerLower),
            Vwap(values),
            quote is { } known ? Imbalance(known) : null,
            NullIfNaN(values.RealizedVolatility),
            new Lineage(tradesTopic, partition, pending.FirstOffset, pending.LastOffset),
            restart);
    }

    /// <summary>A side whose price or size is 0 has no quote. What is left of the other is kept; with neither side there is nothing to join.</summary>
    private static Imbalance? Imbalance(in HeldQuote quote)
    {
        var (bid, ask) = (quote.BidPrice > 0 && quote.BidSize > 0, quote.AskPrice > 0 && quote.AskSize > 0);
        return !bid && !ask ? null : new Imbalance(
            bid && ask ? quote.AskPrice - quote.BidPrice : null,
            bid ? quote.BidPrice : null,
            ask ? quote.AskPrice : null,
            bid ? quote.BidSize : null,
            ask ? quote.AskSize : null);
    }

    private static Envelope Head(SymbolState state, string channel, long endSecond, long ingestTs)
    {
        var start = endSecond - 1;
        var window = new Window(OneSecond, OneSecond, start * Nanos.PerSecond, endSecond * Nanos.PerSecond);
        return new Envelope(
            ingestTs, endSecond * Nanos.PerSecond, state.Feed, channel, state.Symbol, start, IsFinal: true, Sources.TechnicalAnalysis, window);
    }

    private static SignalVwap? Vwap(in IndicatorValues values)
    {
        var session = NullIfNaN(values.VwapSession);
        var window = NullIfNaN(values.VwapWindow);
        return session is null && window is null ? null : new SignalVwap(session, window);
    }

    private static double? NullIfNaN(double value) => double.IsNaN(value) ? null : value;
}
