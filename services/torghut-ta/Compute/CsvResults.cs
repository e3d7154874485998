using System.Globalization;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Compute;

/// <summary>Results as CSV: times in nanoseconds since the Unix epoch, numbers in the shortest form that reads back the same, empty for null.</summary>
internal sealed class CsvResults : IResultFiles
{
    private readonly StreamWriter _microbars;
    private readonly StreamWriter _signals;

    public CsvResults(string folder)
    {
        _microbars = new StreamWriter(Path.Combine(folder, "microbars.csv"));
        _microbars.Write("symbol,event_ts,seq,ingest_ts,o,h,l,c,v,vwap,count,first_offset,last_offset\n");
        _signals = new StreamWriter(Path.Combine(folder, "signals.csv"));
        _signals.Write("symbol,event_ts,seq,ingest_ts,macd,macd_signal,macd_hist,ema12,ema26,rsi14,boll_mid,boll_upper,boll_lower,vwap_session,vwap_w5m,");
        _signals.Write("imbalance_spread,imbalance_bid_px,imbalance_ask_px,imbalance_bid_sz,imbalance_ask_sz,vol_realized_w60s\n");
    }

    public long Microbars { get; private set; }

    public long Signals { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        Microbars++;
        Head(_microbars, bar.Envelope);
        Cells(_microbars, [bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Vwap]);
        _microbars.Write(string.Create(CultureInfo.InvariantCulture, $",{bar.Count},{bar.Lineage?.FirstOffset},{bar.Lineage?.LastOffset}\n"));
    }

    public void OnSignal(in Signal signal)
    {
        Signals++;
        Head(_signals, signal.Envelope);
        Cells(_signals,
        [
            signal.Macd?.Value, signal.Macd?.Signal, signal.Macd?.Histogram, signal.Ema?.Ema12, signal.Ema?.Ema26, signal.Rsi14,
            signal.Bollinger?.Middle, signal.Bollinger?.Upper, signal.Bollinger?.Lower, signal.Vwap?.Session, signal.Vwap?.Window5m,
            signal.Imbalance?.Spread, signal.Imbalance?.BidPrice, signal.Imbalance?.AskPrice, signal.Imbalance?.BidSize, signal.Imbalance?.AskSize,
            signal.RealizedVolatility,
        ]);
        _signals.Write('\n');
    }

    public void Dispose()
    {
        _microbars.Dispose();
        _signals.Dispose();
    }

    private static void Head(StreamWriter writer, in Envelope envelope) =>
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{envelope.Symbol},{envelope.EventTs},{envelope.Seq},{envelope.IngestTs}"));

    private static void Cells(StreamWriter writer, ReadOnlySpan<double?> values)
    {
        Span<char> text = stackalloc char[32];
        foreach (var value in values)
        {
            writer.Write(',');
            if (value is not { } number)
            {
                continue;
            }

            number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
            writer.Write(text[..length]);
        }
    }
}
