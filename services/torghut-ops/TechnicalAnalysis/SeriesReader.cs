using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.ADO.Readers;
using ClickHouse.Driver.Utility;

namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>Reads a series, made as coarse as whoever asks can use.</summary>
internal sealed class SeriesReader(TaStore store) : IDisposable
{
    /// <summary>Ranges that the store works on at once, so that however many are asked for, what is newest and a bar's ticks are found beside them.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Widths that an answer chooses from, seconds.</summary>
    public static readonly int[] UsualSteps = [1, 5, 10, 15, 30, 60, 300, 900, 1800, 3600];

    private readonly SemaphoreSlim _turns = new(MostAtOnce);

    public async Task<SeriesPage> ReadAsync(Series series, SeriesRequest request, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await FindAsync(series, request, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<SeriesPage> FindAsync(Series series, SeriesRequest request, CancellationToken cancellationToken)
    {
        var step = request.Step ?? await FinestAsync(series, request, cancellationToken);
        var parameters = RangeOf(request);
        parameters.AddParameter("step", step);
        parameters.AddParameter("rows", request.Limit + 1);
        var table = store.Name(series.Table);
        var sql = series == Series.Bars ? SeriesSql.Bars(table) : SeriesSql.Signals(table);
        var rows = await store.QueryAsync(sql, reader => RowOf(reader, series.Columns.Count), parameters, cancellationToken);

        // The row too many tells where the next page begins. A page begins with a step, so that none is cut in two.
        return rows.Count > request.Limit
            ? new SeriesPage(series, request, step, [.. rows.Take(request.Limit)], request.CursorAt((long)rows[request.Limit][0], step))
            : new SeriesPage(series, request, step, rows, Next: null);
    }

    private async Task<int> FinestAsync(Series series, SeriesRequest request, CancellationToken cancellationToken)
    {
        var points = await store.QueryAsync(
            SeriesSql.Points(store.Name(series.Table), UsualSteps), reader => RowOf(reader, UsualSteps.Length), RangeOf(request), cancellationToken);
        var index = points.Count == 0 ? 0 : Array.FindIndex(points[0], count => count <= request.Limit);
        return index < 0 ? UsualSteps[^1] : UsualSteps[index];
    }

    private static ClickHouseParameterCollection RangeOf(SeriesRequest request)
    {
        var parameters = new ClickHouseParameterCollection();
        parameters.AddParameter("symbol", request.Symbol);
        parameters.AddParameter("first", request.First);
        parameters.AddParameter("end", request.End);
        return parameters;
    }

    private static double[] RowOf(ClickHouseDataReader reader, int columns)
    {
        var row = new double[columns];
        for (var column = 0; column < columns; column++)
        {
            row[column] = TaStore.Number(reader, column);
        }

        return row;
    }
}
