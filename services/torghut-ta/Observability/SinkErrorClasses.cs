namespace Torghut.Ta.Observability;

/// <summary>Stable words for why rows are not stored.</summary>
internal static class SinkErrorClasses
{
    public const string Down = "clickhouse_down";
    public const string Full = "clickhouse_full";
    public const string ReadOnly = "clickhouse_read_only";
    public const string Overloaded = "clickhouse_overloaded";
    public const string Slow = "clickhouse_slow";
    public const string Authentication = "clickhouse_auth";
    public const string Refused = "clickhouse_refused";

    /// <summary>Rows are refused for what they are; the sink does not wait for that.</summary>
    public const string Row = "clickhouse_row";

    /// <summary>The brokers do not take the dead letter of a record that cannot be stored.</summary>
    public const string DeadLetter = "dead_letter_refused";

    /// <summary>What a failed insert or letter may be counted as.</summary>
    public static IReadOnlyList<string> All { get; } = [Down, Full, ReadOnly, Overloaded, Authentication, Refused, Row, DeadLetter];
}
