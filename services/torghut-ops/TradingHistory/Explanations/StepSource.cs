namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Where a step can be looked up: a row, the Kafka records that it came with, or both.</summary>
/// <param name="Kind"><c>kafka</c>, <c>clickhouse</c> or <c>postgres</c>: where it is kept.</param>
/// <param name="Offset">First record.</param>
/// <param name="LastOffset">Last record; null when it is one.</param>
/// <param name="Table">The table of the row.</param>
/// <param name="Key">What finds the row in it.</param>
internal sealed record StepSource(string Kind, string? Topic, int? Partition, long? Offset, long? LastOffset, string? Table, string? Key)
{
    public static StepSource Row(string table, Guid id) => new("postgres", null, null, null, null, table, $"id={id}");

    public static StepSource Derived(string table, string key, DerivedRow? row) => new("clickhouse", row?.Topic, row?.Partition, row?.Offset, null, table, key);

    public static StepSource Records(string topic, int partition, long first, long last) => new("kafka", topic, partition, first, last, null, null);
}
