using Torghut.ClickHouse;
using Torghut.Trading.FeatureQuality;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Signals;

/// <summary>Signals and prices from ClickHouse. Market time always comes in as a parameter.</summary>
internal sealed class ClickHouseSignalSource(IClickHouseClient client, SignalOptions options) : ISignalSource
{
    private const int FirstFeature = 5;

    private readonly SignalSql _sql = new(options.SignalTable, options.PriceTable);
    private bool? _flat = options.Schema switch { SignalSchema.Flat => true, SignalSchema.Envelope => false, _ => null };

    public Task<IReadOnlyList<SignalRow>> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var flat = await IsFlatAsync(cancellation);
        return await ReadRowsAsync(_sql.Forward(flat, cursor is not null), Parameters(query, cursor), flat, cancellation);
    });

    public Task<IReadOnlyList<SignalRow>> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var flat = await IsFlatAsync(cancellation);
        return await ReadRowsAsync(_sql.Behind(flat), Parameters(query, cursor), flat, cancellation);
    });

    public Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellation) =>
        GuardAsync<IReadOnlyDictionary<string, long>>(async () =>
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            await using var reader = await client.ExecuteReaderAsync(_sql.CountBehind, Parameters(query, cursor), ct: cancellation);
            while (await reader.ReadAsync(cancellation)) counts.Add(reader.GetString(0), reader.GetInt64(1));
            return counts;
        });

    public Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellation) => GuardAsync<DateTimeOffset?>(async () =>
    {
        await using var reader = await client.ExecuteReaderAsync(_sql.Newest, Parameters(query, null), ct: cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsNull(0) ? reader.GetDateTimeOffset(0) : null;
    });

    public Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellation) =>
        GuardAsync<IReadOnlyDictionary<string, PriceView>>(async () =>
        {
            var prices = new Dictionary<string, PriceView>(StringComparer.Ordinal);
            var query = new SignalQuery(symbols, marketTime - options.PriceLookback, marketTime, int.MaxValue);
            await using var reader = await client.ExecuteReaderAsync(_sql.Prices, Parameters(query, null), ct: cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                if (ToPrice(reader.GetDouble(1)) is { } price) prices.Add(reader.GetString(0), new PriceView(price, reader.GetDateTimeOffset(2), (decimal)Math.Max(0, reader.GetDouble(3))));
            }

            return prices;
        });

    public Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime, CancellationToken cancellation) =>
        GuardAsync<IReadOnlyDictionary<string, QuoteView>>(async () =>
        {
            var flat = await IsFlatAsync(cancellation);
            var quotes = new Dictionary<string, QuoteView>(StringComparer.Ordinal);
            var query = new SignalQuery(symbols, marketTime - options.PriceLookback, marketTime, int.MaxValue);
            await using var reader = await client.ExecuteReaderAsync(_sql.Quotes(flat), Parameters(query, null), ct: cancellation);
            while (await reader.ReadAsync(cancellation)) quotes.Add(reader.GetString(0), new QuoteView(ToPrice(reader.GetNullableDouble(1)), ToPrice(reader.GetNullableDouble(2))));
            return quotes;
        });

    public Task<bool> PingAsync(CancellationToken cancellation) => client.PingAsync(cancellation);

    private async Task<IReadOnlyList<SignalRow>> ReadRowsAsync(string sql, ClickHouseParameters parameters, bool flat, CancellationToken cancellation)
    {
        var rows = new List<SignalRow>();
        await using var reader = await client.ExecuteReaderAsync(sql, parameters, ct: cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new SignalRow(
                reader.GetString(0),
                reader.GetDateTimeOffset(1),
                reader.GetInt64(2),
                reader.GetDateTimeOffset(3),
                flat ? Timeframe.Of(reader.GetString(4)) : EnvelopeReader.ReadTimeframe(reader.GetString(4)),
                flat ? ReadFlat(reader) : EnvelopeReader.ReadFeatures(reader.GetString(FirstFeature))));
        }

        return rows;
    }

    private static SignalFeatures ReadFlat(ClickHouseDataReader reader)
    {
        double? At(int index) => reader.GetNullableDouble(FirstFeature + index);
        return new SignalFeatures
        {
            Macd = At(0),
            MacdSignal = At(1),
            MacdHist = At(2),
            Ema12 = At(3),
            Ema26 = At(4),
            Rsi14 = At(5),
            BollMid = At(6),
            BollUpper = At(7),
            BollLower = At(8),
            VwapSession = At(9),
            VwapW5m = At(10),
            ImbalanceSpread = At(11),
            ImbalanceBidPx = At(12),
            ImbalanceAskPx = At(13),
            ImbalanceBidSz = At(14),
            ImbalanceAskSz = At(15),
            VolRealizedW60s = At(16),
        };
    }

    private async Task<bool> IsFlatAsync(CancellationToken cancellation)
    {
        if (_flat is { } known) return known;
        var parts = options.SignalTable.Split('.', 2);
        var columns = new HashSet<string>(StringComparer.Ordinal);
        var parameters = new ClickHouseParameters();
        parameters.Add("database", parts.Length == 2 ? parts[0] : "default");
        parameters.Add("table", parts[^1]);
        await using var reader = await client.ExecuteReaderAsync(SignalSql.ColumnNames, parameters, ct: cancellation);
        while (await reader.ReadAsync(cancellation)) columns.Add(reader.GetString(0));
        if (columns.Contains("macd")) _flat = true;
        else if (columns.Contains("payload")) _flat = false;
        else throw new SignalSourceException($"Table {options.SignalTable} does not exist yet or is neither flat nor an envelope.", isTransient: true);
        return _flat.Value;
    }

    private static ClickHouseParameters Parameters(SignalQuery query, SignalPosition? cursor)
    {
        var parameters = new ClickHouseParameters();
        parameters.Add("symbols", query.Symbols);
        parameters.Add("from", query.From);
        parameters.Add("to", query.MarketTime);
        parameters.Add("limit", (long)query.Limit);
        if (cursor is { } position)
        {
            parameters.Add("cursor_ts", position.EventTs);
            parameters.Add("cursor_symbol", position.Symbol);
            parameters.Add("cursor_seq", (ulong)position.Seq);
        }

        return parameters;
    }

    private static decimal? ToPrice(double? value) => value is { } price && price is > 0 and < 10_000_000 ? Math.Round((decimal)price, 8) : null;

    private static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (ClickHouseException failure)
        {
            throw new SignalSourceException(failure.Message, failure.IsTransient, failure);
        }
    }
}
