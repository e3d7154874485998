using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory;

/// <summary>How rows are written as a file: the columns in order, each with how its cell is made of a row.</summary>
internal sealed class CsvTable<T>(params (string Name, Func<T, object?> Cell)[] columns)
{
    public byte[] Write(IEnumerable<T> rows)
    {
        var writer = new CsvWriter([.. columns.Select(column => column.Name)]);
        foreach (var row in rows)
        {
            writer.Row([.. columns.Select(column => column.Cell(row))]);
        }

        return writer.ToBytes();
    }
}
