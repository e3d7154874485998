using System.Diagnostics;

namespace Torghut.Ta.Observability;

/// <summary>
/// The service's spans and their attributes, described in docs/tracing.md: work on batches, never on one record. Names that OpenTelemetry's semantic
/// conventions have are theirs, the others begin with <c>torghut.</c>.
/// </summary>
internal static class TaTracing
{
    public const string Commit = "commit";
    public const string Restore = "restore state";
    public const string Assigned = "assign partitions";
    public const string Revoked = "revoke partitions";
    public const string Lost = "lose partitions";
    public const string CommitOffsets = "commit offsets";

    public const string Partition = "messaging.destination.partition.id";
    public const string Partitions = "torghut.partitions";
    public const string Signals = "torghut.signals";
    public const string Symbols = "torghut.symbols";
    public const string Rows = "db.operation.batch.size";

    public static ActivitySource Source { get; } = new("Torghut.Ta");

    /// <summary>An insert of a batch; null while nobody listens.</summary>
    public static Activity? StartInsert(string database, string table, int rows) => Source.HasListeners()
        ? Source.StartActivity($"INSERT {table}", ActivityKind.Client)?
            .SetTag("db.system.name", "clickhouse")
            .SetTag("db.namespace", database)
            .SetTag("db.collection.name", table)
            .SetTag("db.operation.name", "INSERT")
            .SetTag(Rows, rows)
        : null;

    public static void Fail(Activity? span, Exception failure) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().Name);
}
