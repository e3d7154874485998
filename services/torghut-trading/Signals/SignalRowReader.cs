using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>
/// Makes a signal of the values of one row, or says why it is none: a pure function that throws for no value. Whatever a row holds, it is passed over and the
/// rows beside it are read.
/// </summary>
internal static class SignalRowReader
{
    /// <summary>Columns before the features, or before the payload.</summary>
    public const int FirstFeature = 5;

    /// <summary>Columns of a row of the flat shape.</summary>
    public static int FlatColumns => FirstFeature + SignalSql.FeatureColumns.Count;

    /// <summary>Columns of a row of the envelope shape.</summary>
    public const int EnvelopeColumns = FirstFeature + 1;

    private static readonly DateTimeOffset Oldest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads symbol, event time, sequence, ingest time, window and then the features.</summary>
    /// <param name="fields">The columns of <see cref="SignalSql.Forward"/> in their order; null where the table holds none.</param>
    /// <param name="flat">Whether the features are columns of their own.</param>
    /// <returns>The signal, or what was wrong.</returns>
    public static (SignalRow? Row, RejectedSignal? Rejected) Read(ReadOnlySpan<object?> fields, bool flat)
    {
        var symbol = fields[0] as string ?? "";
        var eventTs = (fields[1] as DateTimeOffset?)?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch;
        var seq = Sequence(fields[2]);
        var position = new SignalPosition(eventTs, symbol, seq ?? SignalPosition.MaxSeq);
        (SignalRow?, RejectedSignal?) Refuse(string reason, string detail) => (null, new RejectedSignal(position, reason, detail));

        if (!SymbolGrammar.IsValid(symbol))
        {
            return Refuse(RowRejectReasons.UnknownShape, "symbol");
        }

        if (seq is null)
        {
            return Refuse(RowRejectReasons.SeqOutOfRange, $"seq {Shown(fields[2])}");
        }

        if (eventTs < Oldest || fields[3] is not DateTimeOffset ingestTs || ingestTs < Oldest)
        {
            return Refuse(RowRejectReasons.TimeOutOfRange, $"event_ts {Shown(fields[1])}, ingest_ts {Shown(fields[3])}");
        }

        if (fields[4] is not string window || ReadWindow(window, flat) is not { } timeframe)
        {
            return Refuse(RowRejectReasons.UnknownShape, $"window {Shown(fields[4])}");
        }

        if ((flat ? Flat(fields[FirstFeature..]) : EnvelopeReader.ReadFeatures(fields[FirstFeature] as string)) is not { } features)
        {
            return Refuse(RowRejectReasons.UnknownShape, flat ? "a feature that is no number" : "payload");
        }

        return FeatureBounds.Broken(features) is { } broken
            ? Refuse(broken.Reason, broken.Detail)
            : (new SignalRow(symbol, eventTs, seq.Value, ingestTs.ToUniversalTime(), timeframe, features), null);
    }

    /// <summary>
    /// The signal of a record, as it would be read from the table that the record is stored in: its times in milliseconds. What is no signal there is none
    /// here.
    /// </summary>
    public static (SignalRow? Row, RejectedSignal? Rejected) Read(in Signal record)
    {
        var head = record.Envelope;
        var eventTs = Milliseconds(head.EventTs);
        var position = new SignalPosition(eventTs, head.Symbol, head.Seq);
        (SignalRow?, RejectedSignal?) Refuse(string reason, string detail) => (null, new RejectedSignal(position, reason, detail));

        if (!SymbolGrammar.IsValid(head.Symbol))
        {
            return Refuse(RowRejectReasons.UnknownShape, "symbol");
        }

        if (head.Seq is < 0 or SignalPosition.MaxSeq)
        {
            return Refuse(RowRejectReasons.SeqOutOfRange, $"seq {Shown(head.Seq)}");
        }

        var ingestTs = Milliseconds(head.IngestTs);
        if (eventTs < Oldest || ingestTs < Oldest)
        {
            return Refuse(RowRejectReasons.TimeOutOfRange, $"event_ts {Shown(eventTs)}, ingest_ts {Shown(ingestTs)}");
        }

        if (head.Window is not { } window)
        {
            return Refuse(RowRejectReasons.UnknownShape, "window");
        }

        var features = new SignalFeatures
        {
            Macd = Finite(record.Macd?.Value),
            MacdSignal = Finite(record.Macd?.Signal),
            MacdHist = Finite(record.Macd?.Histogram),
            Ema12 = Finite(record.Ema?.Ema12),
            Ema26 = Finite(record.Ema?.Ema26),
            Rsi14 = Finite(record.Rsi14),
            BollMid = Finite(record.Bollinger?.Middle),
            BollUpper = Finite(record.Bollinger?.Upper),
            BollLower = Finite(record.Bollinger?.Lower),
            VwapSession = Finite(record.Vwap?.Session),
            VwapW5m = Finite(record.Vwap?.Window5m),
            ImbalanceSpread = Finite(record.Imbalance?.Spread),
            ImbalanceBidPx = Finite(record.Imbalance?.BidPrice),
            ImbalanceAskPx = Finite(record.Imbalance?.AskPrice),
            ImbalanceBidSz = Finite(record.Imbalance?.BidSize),
            ImbalanceAskSz = Finite(record.Imbalance?.AskSize),
            VolRealizedW60s = Finite(record.RealizedVolatility),
        };
        return FeatureBounds.Broken(features) is { } broken
            ? Refuse(broken.Reason, broken.Detail)
            : (new SignalRow(head.Symbol, eventTs, head.Seq, ingestTs, Timeframe.Of(window.Size), features), null);
    }

    /// <summary>The sink stores what is not finite as null.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static DateTimeOffset Milliseconds(long nanos) => Nanos.ToInstant(nanos - (nanos % Nanos.PerMillisecond));

    private static string? ReadWindow(string window, bool flat) => flat ? Timeframe.Of(window) : EnvelopeReader.ReadTimeframe(window);

    /// <summary>The largest value stands for everything that is no sequence, so that a cursor on it has passed all of them.</summary>
    private static long? Sequence(object? value) => value switch
    {
        ulong number when number < SignalPosition.MaxSeq => (long)number,
        long number and >= 0 and < SignalPosition.MaxSeq => number,
        uint number => number,
        int number and >= 0 => number,
        _ => null,
    };

    private static SignalFeatures? Flat(ReadOnlySpan<object?> values)
    {
        var numbers = new Dictionary<string, double?>(values.Length, StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not (null or double or float))
            {
                return null;
            }

            numbers.Add(SignalSql.FeatureColumns[i], values[i] as double? ?? values[i] as float?);
        }

        return SignalFeatures.Of(numbers);
    }

    private static string Shown(object? value)
    {
        var text = FormattableString.Invariant($"{value ?? "null"}");
        return text.Length <= 64 ? text : text[..64] + "…";
    }
}
