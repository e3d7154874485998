namespace Torghut.Sandbox.Infrastructure;

/// <summary>Names of the sandbox's parts, in the order they start.</summary>
internal static class Components
{
    public const string Kafka = "kafka";
    public const string Registry = "registry";
    public const string ClickHouse = "clickhouse";
    public const string Postgres = "postgres";
    public const string Alpaca = "alpaca";
    public const string Llm = "llm";

    public static IReadOnlyList<string> All { get; } = [Kafka, Registry, ClickHouse, Postgres, Alpaca, Llm];
}
