namespace Torghut.Ta.Status;

/// <summary>One look at the ClickHouse sink.</summary>
/// <param name="Enabled">Whether a ClickHouse is configured.</param>
/// <param name="Paused">Whether rows are not written.</param>
/// <param name="Cause">
/// Why not, or why they come late: <c>configuration</c>, <c>schema_registry</c>, or the class of the failure; null when all is well.
/// </param>
/// <param name="GapRows">Rows that the topic no longer had when the sink came to them.</param>
internal sealed record SinkSnapshot(
    bool Enabled,
    bool Paused,
    string? Cause,
    IReadOnlyDictionary<string, long> Rows,
    IReadOnlyDictionary<string, long> LagRows,
    IReadOnlyDictionary<string, long> GapRows)
{
    public const string ByConfiguration = "configuration";

    /// <summary>The word that compute has for it, too.</summary>
    public const string ByRegistry = "schema_registry";

    public static SinkSnapshot Off { get; } = new(
        false, false, null, new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>());
}
