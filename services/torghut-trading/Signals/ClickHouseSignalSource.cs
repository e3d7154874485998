using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;
using Torghut.ClickHouse;
using Torghut.Contracts.Market;

namespace Torghut.Trading.Signals;

/// <summary>Signals and prices from ClickHouse. Market time always comes in as a parameter.</summary>
/// <param name="rejects">Gets bars that are none; null where nobody counts them.</param>
internal sealed class ClickHouseSignalSource(IClickHouseClient client, SignalOptions options, RowRejects? rejects) : ISignalSource
{
    private const int EventTsColumn = 1;
    private const int IngestTsColumn = 3;

    private readonly SignalSql _sql = new(options.SignalTable, options.PriceTable);
    private bool? _flat = options.Schema switch { SignalSchema.Flat => true, SignalSchema.Envelope => false, _ => null };

    public Task<SignalRows> ReadForwardAsync(SignalQuery query, SignalPosition? cursor, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
    {
        var flat = await IsFlatAsync(cancellationToken);
        return await ReadRowsAsync(_sql.Forward(flat, cursor is not null), Parameters(query, cursor), flat, cancellationToken);
    });

    public Task<SignalRows> ReadBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
    {
        var flat = await IsFlatAsync(cancellationToken);
        return await ReadRowsAsync(_sql.Behind(flat), Parameters(query, cursor), flat, cancellationToken);
    });

    public Task<IReadOnlyDictionary<string, long>> CountBehindAsync(SignalQuery query, SignalPosition cursor, CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyDictionary<string, long>>(async () =>
        {
            var counts = await client.QueryAsync(
                _sql.CountBehind,
                reader => (Symbol: reader.GetString(0), Count: checked((long)reader.GetUInt64(1))),
                Parameters(query, cursor),
                cancellationToken: cancellationToken);
            return counts.ToDictionary(row => row.Symbol, row => row.Count, StringComparer.Ordinal);
        });

    public Task<DateTimeOffset?> NewestAsync(SignalQuery query, CancellationToken cancellationToken) => GuardAsync<DateTimeOffset?>(async () =>
    {
        var newest = await client.QueryAsync<DateTimeOffset?>(
            _sql.Newest, reader => reader.IsDBNull(0) ? null : reader.GetDateTimeOffset(0), Parameters(query, null), cancellationToken: cancellationToken);
        return newest.Count > 0 ? newest[0] : null;
    });

    public Task<IReadOnlyDictionary<string, PriceView>> ReadPricesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime,
        CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyDictionary<string, PriceView>>(async () =>
        {
            var query = new SignalQuery(symbols, marketTime - options.PriceLookback, marketTime, int.MaxValue);
            var rows = await client.QueryAsync(
                _sql.Prices,
                reader => (
                    Symbol: reader.GetString(0),
                    Price: ToPrice(reader.GetDouble(1)),
                    At: reader.GetDateTimeOffset(2),
                    Volume: (decimal)reader.GetDouble(3),
                    Recent: ToPrice(NullableDouble(reader, 4)),
                    Bars: reader.GetUInt64(5),
                    Rejected: (long)reader.GetUInt64(6),
                    Newest: reader.GetDateTimeOffset(7)),
                Parameters(query, null),
                cancellationToken: cancellationToken);
            var prices = new Dictionary<string, PriceView>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                rejects?.Bars(options.PriceTable, row.Symbol, row.Rejected, row.Newest);
                if (row.Bars > 0 && row.Price is { } price)
                {
                    prices.Add(row.Symbol, new PriceView(price, row.At, row.Volume, row.Recent));
                }
            }

            return prices;
        });

    public Task<IReadOnlyDictionary<string, QuoteView>> ReadQuotesAsync(IReadOnlyList<string> symbols, DateTimeOffset marketTime,
        CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyDictionary<string, QuoteView>>(async () =>
        {
            var flat = await IsFlatAsync(cancellationToken);
            var query = new SignalQuery(symbols, marketTime - options.PriceLookback, marketTime, int.MaxValue);
            var rows = await client.QueryAsync(
                _sql.Quotes(flat),
                reader => (Symbol: reader.GetString(0), Quote: new QuoteView(ToPrice(NullableDouble(reader, 1)), ToPrice(NullableDouble(reader, 2)))),
                Parameters(query, null),
                cancellationToken: cancellationToken);
            return rows.ToDictionary(row => row.Symbol, row => row.Quote, StringComparer.Ordinal);
        });

    /// <summary>
    /// Bars of a span in order, one a position, as <paramref name="read"/> makes them of symbol, event time, sequence, ingest time, close and volume.
    /// </summary>
    public Task<IReadOnlyList<T>> ReadBarsAsync<T>(
        SignalQuery query, Func<string, DateTimeOffset, long, DateTimeOffset, double, double, T> read, CancellationToken cancellationToken) =>
        GuardAsync(() => client.QueryAsync(
            _sql.Bars,
            reader => read(
                reader.GetString(0), reader.GetDateTimeOffset(1), (long)reader.GetUInt64(2), reader.GetDateTimeOffset(3), reader.GetDouble(4),
                reader.GetDouble(5)),
            Parameters(query, null),
            cancellationToken: cancellationToken));

    /// <summary>Symbols with a signal in a span.</summary>
    public Task<IReadOnlyList<string>> ReadSymbolsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        GuardAsync(() => client.QueryAsync(
            _sql.SymbolsOf, reader => reader.GetString(0), Parameters(new SignalQuery([], from, to, int.MaxValue), null),
            cancellationToken: cancellationToken));

    public Task<bool> PingAsync(CancellationToken cancellationToken) => client.PingAsync(cancellationToken);

    private async Task<SignalRows> ReadRowsAsync(string sql, ClickHouseParameterCollection parameters, bool flat,
        CancellationToken cancellationToken)
    {
        var fields = new object?[flat ? SignalRowReader.FlatColumns : SignalRowReader.EnvelopeColumns];
        var read = await client.QueryAsync(
            sql,
            reader =>
            {
                for (var i = 0; i < fields.Length; i++)
                {
                    fields[i] = reader.IsDBNull(i) ? null : i is EventTsColumn or IngestTsColumn ? reader.GetDateTimeOffset(i) : reader.GetValue(i);
                }

                return SignalRowReader.Read(fields, flat);
            },
            parameters,
            cancellationToken: cancellationToken);
        return new SignalRows([.. read.Select(one => one.Row).OfType<SignalRow>()], [.. read.Select(one => one.Rejected).OfType<RejectedSignal>()]);
    }

    private async Task<bool> IsFlatAsync(CancellationToken cancellationToken)
    {
        if (_flat is { } known)
        {
            return known;
        }

        var parts = options.SignalTable.Split('.', 2);
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("database", parts.Length == 2 ? parts[0] : "default");
        parameters.AddParameter("table", parts[^1]);
        var columns = await client.QueryAsync(SignalSql.ColumnNames, reader => reader.GetString(0), parameters, cancellationToken: cancellationToken);
        if (columns.Contains("macd"))
        {
            _flat = true;
        }
        else if (columns.Contains("payload"))
        {
            _flat = false;
        }
        else
        {
            throw new SignalSourceException($"Table {options.SignalTable} does not exist yet or is neither flat nor an envelope.", isTransient: true);
        }

        return _flat.Value;
    }

    private static ClickHouseParameterCollection Parameters(SignalQuery query, SignalPosition? cursor)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbols", query.Symbols);
        parameters.AddParameter("from", query.From);
        parameters.AddParameter("to", query.MarketTime);
        parameters.AddParameter("limit", query.Limit);
        if (cursor is { } position)
        {
            parameters.AddParameter("cursor_ts", position.EventTs);
            parameters.AddParameter("cursor_symbol", position.Symbol);
            parameters.AddParameter("cursor_seq", position.Seq == SignalPosition.MaxSeq ? ulong.MaxValue : (ulong)position.Seq);
        }

        return parameters;
    }

    private static double? NullableDouble(ClickHouseDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    private static decimal? ToPrice(double? value) =>
        value is { } price && price is > 0 and < MarketDataBounds.PriceLimit ? Math.Round((decimal)price, 8) : null;

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
