namespace Torghut.Ops.Replay;

/// <summary>All of a replay that is kept: what was before, what the first run had left, and how far it is.</summary>
/// <param name="History">Whether the inputs reach back to their first record; else averages of the first days start anew and may differ.</param>
internal sealed record ReplayRecord(string ReplayId, string Group, TaManifest Former, DateTimeOffset From, DateTimeOffset To, bool History)
{
    public bool Destructive { get; init; }

    public string Ticket { get; init; } = "";

    /// <summary>Where the inputs ended when the former group had stopped.</summary>
    public IReadOnlyList<PartitionLog> InputEnds { get; init; } = [];

    /// <summary>Where the derived topics ended then: what lies beyond came from the replay.</summary>
    public IReadOnlyList<PartitionLog> DerivedEnds { get; init; } = [];

    /// <summary>Rows that were there then; null until it has stopped.</summary>
    public IReadOnlyList<DayDigest>? FirstRun { get; init; }

    /// <summary>How the derived topics were made; for a destructive replay.</summary>
    public IReadOnlyList<TopicShape> Shapes { get; init; } = [];

    /// <summary>Where the former group's sink was in them; for a destructive replay.</summary>
    public IReadOnlyList<GroupPosition> SinkPositions { get; init; } = [];

    /// <summary>Steps that are through.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    public bool Has(string step) => Done.Contains(step, StringComparer.Ordinal);
}
