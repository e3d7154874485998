using ClickHouse.Driver.ADO.Readers;

namespace Torghut.Ta.Tests.Sink.Schema;

/// <summary>A row as it stands in a table: columns with their types, and values; NULL as null and times as instants.</summary>
internal sealed record StoredRow(IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<object?> Values)
{
    public static StoredRow Of(ClickHouseDataReader reader) => new(
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.GetDataTypeName(i)))],
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => ValueAt(reader, i))]);

    private static object? ValueAt(ClickHouseDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        DateTime => reader.GetDateTimeOffset(column),
        var value => value,
    };
}
