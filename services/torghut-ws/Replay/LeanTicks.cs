using System.Globalization;
using System.IO.Compression;
using Torghut.Alpaca.Streaming;
using Torghut.Contracts.Market;
using Torghut.Contracts.Time;

namespace Torghut.Ws.Replay;

/// <summary>
/// A recorded day in a LEAN data folder, all symbols merged by time. Times are milliseconds since midnight New York, prices are multiplied by
/// 10,000; a trade has no id, its row number stands in. Source: QuantConnect/Lean, data format of equity ticks.
/// </summary>
internal static class LeanTicks
{
    private const double PriceScale = 10_000;

    /// <exception cref="FileNotFoundException">The folder has no trades of the day.</exception>
    public static IEnumerable<ReplayMessage> Read(string root, DateOnly date, IReadOnlyList<string> symbols)
    {
        var ticks = Path.Combine(root, "equity", "usa", "tick");
        var day = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var midnight = Nanos.Of(NewYork.At(date, TimeOnly.MinValue));
        var sources = Directory.EnumerateDirectories(ticks)
            .Select(folder => (Symbol: Path.GetFileName(folder).ToUpperInvariant(), Folder: folder))
            .Where(source => symbols.Count == 0 || symbols.Contains(source.Symbol, StringComparer.Ordinal))
            .OrderBy(source => source.Symbol, StringComparer.Ordinal)
            .SelectMany(source => new[]
            {
                Rows(Path.Combine(source.Folder, $"{day}_trade.zip"), (row, number) => Trade(source.Symbol, midnight, row, number)),
                Quotes(source.Symbol, midnight, Path.Combine(source.Folder, $"{day}_quote.zip")),
            })
            .ToList();
        return sources.Count > 0 ? Merge(sources) : throw new FileNotFoundException($"No ticks of {day} under {ticks}.");
    }

    private static IEnumerable<ReplayMessage> Merge(IReadOnlyList<IEnumerable<ReplayMessage>> sources)
    {
        var queue = new PriorityQueue<IEnumerator<ReplayMessage>, (long Time, int Source)>();
        var open = sources.Select(source => source.GetEnumerator()).ToList();
        try
        {
            for (var index = 0; index < open.Count; index++)
            {
                Enqueue(queue, open[index], index);
            }

            while (queue.TryDequeue(out var source, out var priority))
            {
                yield return source.Current;
                Enqueue(queue, source, priority.Source);
            }
        }
        finally
        {
            open.ForEach(source => source.Dispose());
        }
    }

    private static void Enqueue(PriorityQueue<IEnumerator<ReplayMessage>, (long Time, int Source)> queue, IEnumerator<ReplayMessage> source, int index)
    {
        if (source.MoveNext())
        {
            queue.Enqueue(source, (source.Current.TimestampNanos, index));
        }
    }

    private static ReplayMessage Trade(string symbol, long midnight, string[] row, long number) => ReplayMessage.Of(new TradeMessage(
        symbol,
        number,
        Number(row[1]) / PriceScale,
        Number(row[2]),
        row[3],
        LeanConditions.Of(uint.Parse(row[4], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        "",
        midnight + (Number(row[0]) * Nanos.PerMillisecond)));

    private static IEnumerable<ReplayMessage> Quotes(string symbol, long midnight, string path)
    {
        var last = new QuoteMessage(symbol, 0, 0, "", 0, 0, "", ["R"], "", 0);
        return Rows(path, (row, _) =>
        {
            last = last with { TimestampNanos = midnight + (Number(row[0]) * Nanos.PerMillisecond) };
            if (Number(row[1]) is > 0 and var bid)
            {
                last = last with { BidPrice = bid / PriceScale, BidSize = Number(row[2]), BidExchange = row[5] };
            }

            if (Number(row[3]) is > 0 and var ask)
            {
                last = last with { AskPrice = ask / PriceScale, AskSize = Number(row[4]), AskExchange = row[5] };
            }

            return ReplayMessage.Of(last);
        });
    }

    private static IEnumerable<ReplayMessage> Rows(string path, Func<string[], long, ReplayMessage> read)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var archive = ZipFile.OpenRead(path);
        using var reader = new StreamReader(archive.Entries.Single().Open());
        var number = 0L;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return read(line.Split(','), ++number);
            }
        }
    }

    private static long Number(string field) => field.Length == 0 ? 0 : long.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);
}
