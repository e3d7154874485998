using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Ta.Engine;

/// <summary>
/// Whether an event can be part of a bar or of a join at all. What cannot is refused, counted and dead-lettered under one of these words. The record
/// alone decides, so a replay decides the same, and no refused record has moved a clock, opened a window or made a symbol. The rules are those of
/// <see cref="RecordBounds"/>, with an allowance for the future that is a setting here.
/// </summary>
internal static class Plausibility
{
    /// <summary>Further ahead of its own receipt than <c>TA_MAX_FUTURE_MS</c>, or received after 2099.</summary>
    public const string Future = "future";

    /// <summary>A new symbol beyond <c>TA_MAX_SYMBOLS</c>; those that are known go on.</summary>
    public const string TooManySymbols = "too_many_symbols";

    public static IReadOnlyList<string> Reasons { get; } =
    [
        Future, RefusalReasons.EventTooOld, RefusalReasons.BadSymbol, RefusalReasons.NotFinite, RefusalReasons.OutOfRange, RefusalReasons.TooLong,
        TooManySymbols,
    ];

    /// <summary>
    /// Why an event of the trades topic, corrections, cancellations and corporate actions included, is refused; null for a plausible one. Of what a
    /// correction replaces only the id is used.
    /// </summary>
    /// <param name="maxFuture">Nanoseconds that an event may be ahead of its receipt.</param>
    public static string? Of(in TradeEvent trade, long maxFuture) =>
        OfTime(trade.EventTs, trade.IngestTs, maxFuture)
        ?? (trade.Action is { } action ? RecordBounds.RefusalOfAction(action.Value, trade.IngestTs)
            : trade.Kind == TradeEventKind.CorporateAction ? RefusalReasons.OutOfRange : RecordBounds.RefusalOfTrade(trade.Price, trade.Size))
        ?? OfName(trade.Symbol);

    /// <summary>Why a quote is refused; null for a plausible one.</summary>
    /// <param name="maxFuture">Nanoseconds that an event may be ahead of its receipt.</param>
    public static string? Of(in QuoteEvent quote, long maxFuture) => OfTime(quote.EventTs, quote.IngestTs, maxFuture)
        ?? RecordBounds.RefusalOfSide(quote.BidPrice, quote.BidSize) ?? RecordBounds.RefusalOfSide(quote.AskPrice, quote.AskSize) ?? OfName(quote.Symbol);

    /// <summary>Why a minute bar is refused; null for a plausible one.</summary>
    /// <param name="maxFuture">Nanoseconds that an event may be ahead of its receipt.</param>
    public static string? Of(in Bar bar, long maxFuture) =>
        OfTime(bar.Envelope.EventTs, bar.Envelope.IngestTs, maxFuture)
        ?? (RecordBounds.RefusalOf(bar) is { } reason and not RefusalReasons.EventAhead ? reason : null);

    /// <summary>Whether a name keeps the grammar; null when it does. The engine asks it once a symbol.</summary>
    public static string? OfSymbol(string symbol) => SymbolGrammar.IsValid(symbol) ? null : RefusalReasons.BadSymbol;

    /// <summary>What a clock may take from an event: no event moves it further than the moment at which somebody received it.</summary>
    public static long ClockTime(long eventTs, long ingestTs) => Math.Min(eventTs, ingestTs);

    /// <summary>The words of a dead letter.</summary>
    public static string Describe(string reason, long eventTs, long ingestTs) => reason switch
    {
        Future => FormattableString.Invariant($"{reason}: event time is {Nanos.ToSeconds(eventTs) - Nanos.ToSeconds(ingestTs):0.000} s ahead of the receipt"),
        RefusalReasons.EventTooOld => reason + ": event time is before 2000",
        RefusalReasons.BadSymbol => reason + ": the grammar of symbols is not kept",
        RefusalReasons.TooLong => FormattableString.Invariant($"{reason}: the record has more than {MarketDataBounds.MaxRecordBytes} bytes"),
        TooManySymbols => reason + ": as many symbols as may be are known, and this is another",
        _ => reason + ": a price or size is none",
    };

    private static string? OfTime(long eventTs, long ingestTs, long maxFuture) => eventTs < MarketDataBounds.FirstEventTs ? RefusalReasons.EventTooOld
        : eventTs - maxFuture > ingestTs || ingestTs >= MarketDataBounds.LastIngestTs ? Future : null;

    /// <summary>The rest of the grammar is asked once a symbol, when it gets its state.</summary>
    private static string? OfName(string symbol) => string.IsNullOrEmpty(symbol) ? RefusalReasons.BadSymbol : null;
}
