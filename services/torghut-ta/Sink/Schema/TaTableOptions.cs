using Torghut.Contracts;

namespace Torghut.Ta.Sink.Schema;

/// <summary>What differs between installations in the tables that the sink fills.</summary>
internal sealed record TaTableOptions
{
    /// <summary>The service's settings take their defaults from here.</summary>
    public static readonly TaTableOptions Default = new();

    /// <summary>Database that holds them, <c>torghut</c> by default.</summary>
    public string Database { get; init; } = DerivedTables.Database;

    /// <summary>Cluster to create them on, replicated; null, the default, means a single node.</summary>
    public string? Cluster { get; init; }

    /// <summary>Days that microbars stay, by event time. 0 keeps them for ever, as replays of old days need. Default 30.</summary>
    public int MicrobarDays { get; init; } = 30;

    /// <summary>Days that signals stay, by event time; 0 for ever. Default 14.</summary>
    public int SignalDays { get; init; } = 14;

    /// <summary>Inserts whose deduplication tokens a table remembers. Default 10 000.</summary>
    public int DeduplicationWindow { get; init; } = 10_000;
}
