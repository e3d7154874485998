using System.Globalization;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Trades and quotes that belong together, computed by an engine of their own.</summary>
internal sealed record TickSet(string Name, Func<ITickReader<TradeEvent>> OpenTrades, Func<ITickReader<QuoteEvent>> OpenQuotes)
{
    /// <summary>The day of the ticks; null where a file may hold several.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Ticks before this are passed over, nanoseconds since the Unix epoch.</summary>
    public long Since { get; init; } = long.MinValue;

    /// <summary>Ticks from here on are not read, nanoseconds since the Unix epoch.</summary>
    public long Until { get; init; } = long.MaxValue;

    /// <exception cref="InvalidDataException">There is nothing to compute, or a file is not what it should be.</exception>
    public static IReadOnlyList<TickSet> Find(ComputeArguments arguments)
    {
        var sets = arguments.Lean is { } folder
            ? FindLean(folder, arguments)
            : [FindAvro(arguments.Avro) with { Since = arguments.Since, Until = arguments.Until }];
        return sets.Count > 0 ? sets : throw new InvalidDataException($"No trades were found in {arguments.Lean} for what was asked.");
    }

    private static List<TickSet> FindLean(string folder, ComputeArguments arguments)
    {
        var root = Path.Combine(folder, "equity", "usa", "tick");
        if (!Directory.Exists(root))
        {
            throw new InvalidDataException($"{root} is not there; --lean names a LEAN data folder.");
        }

        var sets = new List<TickSet>();
        foreach (var directory in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            var symbol = Path.GetFileName(directory).ToUpperInvariant();
            if (arguments.Symbols.Count > 0 && !arguments.Symbols.Contains(symbol, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var trades in Directory.GetFiles(directory, "*_trade.zip").Order(StringComparer.Ordinal))
            {
                var date = DateOnly.ParseExact(Path.GetFileName(trades)[..8], "yyyyMMdd", CultureInfo.InvariantCulture);
                if (arguments.Date is { } only && only != date)
                {
                    continue;
                }

                var quotes = trades.Replace("_trade.zip", "_quote.zip", StringComparison.Ordinal);
                sets.Add(new TickSet(
                    $"{symbol} {date:yyyy-MM-dd}",
                    () => new LeanTrades(symbol, trades, date),
                    () => File.Exists(quotes) ? new LeanQuotes(symbol, quotes, date) : new NoTicks<QuoteEvent>(Path.GetFileName(quotes)))
                {
                    Date = date,
                    Since = arguments.Since,
                    Until = arguments.Until,
                });
            }
        }

        return sets;
    }

    private static TickSet FindAvro(IReadOnlyList<string> paths)
    {
        string? trades = null, quotes = null;
        foreach (var path in paths)
        {
            using var file = File.OpenRead(path);
            var name = (ContainerHeader.Read(new ContainerInput(file)).Schema as RecordSchema)?.Name;
            if (name == ((RecordSchema)ContractSchemas.Trade).Name)
            {
                trades = path;
            }
            else if (name == ((RecordSchema)ContractSchemas.Quote).Name)
            {
                quotes = path;
            }
            else
            {
                throw new InvalidDataException($"{path} holds {name ?? "no records"}, neither trades nor quotes.");
            }
        }

        return new TickSet(
            string.Join(" + ", paths.Select(Path.GetFileName)),
            () => trades is null ? new NoTicks<TradeEvent>("trades")
                : new AvroTicks<Trade, TradeEvent>(trades, RecordCodecs.Trade, trade => TradeEvent.From(trade)),
            () => quotes is null ? new NoTicks<QuoteEvent>("quotes")
                : new AvroTicks<Quote, QuoteEvent>(quotes, RecordCodecs.Quote, quote => QuoteEvent.From(quote)));
    }
}
