using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>
/// What torghut-ta stored of some days, as the stream that a backtest reads. It goes through a file, so that memory does not grow with the days.
/// </summary>
/// <param name="source">The tables that the service reads.</param>
/// <param name="symbols">Only these; null for all.</param>
internal sealed class StoredRecords(ClickHouseSignalSource source, IReadOnlySet<string>? symbols)
{
    private static readonly TimeSpan Piece = TimeSpan.FromMinutes(10);

    /// <summary>The tables' times are milliseconds.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    /// <summary>Reads from an instant up to, and without, another one.</summary>
    /// <returns>The records; the file behind them goes with the stream.</returns>
    /// <exception cref="SignalSourceException">The store does not answer.</exception>
    public async Task<Stream> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            IReadOnlyList<string> wanted = symbols is null
                ? await source.ReadSymbolsAsync(from, to - Resolution, cancellationToken)
                : [.. symbols.Order(StringComparer.Ordinal)];
            using (var writer = new DerivedStreamWriter(File.Create(path)))
            {
                for (var at = from; at < to; at += Piece)
                {
                    var end = (at + Piece < to ? at + Piece : to) - Resolution;
                    await WriteAsync(writer, new SignalQuery(wanted, at, end, int.MaxValue), cancellationToken);
                }
            }

            return new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan });
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task WriteAsync(DerivedStreamWriter writer, SignalQuery query, CancellationToken cancellationToken)
    {
        if (query.Symbols.Count == 0)
        {
            return;
        }

        var bars = await source.ReadBarsAsync(query, Bar, cancellationToken);
        var next = 0;
        foreach (var row in await source.ReadForwardAsync(query, null, cancellationToken))
        {
            var signal = Record(row);
            next = Append(writer, bars, next, signal.Envelope.EventTs);
            writer.Append(signal);
        }

        Append(writer, bars, next, long.MaxValue);
    }

    /// <summary>The bars of an instant come before its signals.</summary>
    private static int Append(DerivedStreamWriter writer, IReadOnlyList<Microbar> bars, int next, long until)
    {
        for (; next < bars.Count && bars[next].Envelope.EventTs <= until; next++)
        {
            writer.Append(bars[next]);
        }

        return next;
    }

    /// <summary>Only close and volume are ever looked at.</summary>
    private static Microbar Bar(string symbol, DateTimeOffset at, long seq, DateTimeOffset ingestTs, double close, double volume) =>
        new(Head(symbol, at, seq, ingestTs, Channels.Microbars, "PT1S"), close, close, close, close, volume, null, 0, null);

    /// <summary>A value that a group lacks is not a number there, which is read as null again.</summary>
    private static Signal Record(SignalRow row)
    {
        var f = row.Features;
        static double Or(double? value) => value ?? double.NaN;
        return new Signal(
            Head(row.Symbol, row.EventTs, row.Seq, row.IngestTs, Channels.Signals, row.Timeframe),
            new Macd(Or(f.Macd), Or(f.MacdSignal), Or(f.MacdHist)),
            new Ema(Or(f.Ema12), Or(f.Ema26)),
            f.Rsi14,
            new Bollinger(Or(f.BollMid), Or(f.BollUpper), Or(f.BollLower)),
            new SignalVwap(f.VwapSession, f.VwapW5m),
            new Imbalance(f.ImbalanceSpread, f.ImbalanceBidPx, f.ImbalanceAskPx, f.ImbalanceBidSz, f.ImbalanceAskSz),
            f.VolRealizedW60s,
            null);
    }

    private static Envelope Head(string symbol, DateTimeOffset at, long seq, DateTimeOffset ingestTs, string channel, string size)
    {
        var end = Nanos.Of(at);
        return new Envelope(
            Nanos.Of(ingestTs), end, "", channel, symbol, seq, true, Sources.TechnicalAnalysis, new Window(size, size, end - Nanos.PerSecond, end));
    }
}
