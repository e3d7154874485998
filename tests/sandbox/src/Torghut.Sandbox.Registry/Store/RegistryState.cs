using System.Collections.Immutable;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>Everything the registry knows, as its file has it. Immutable, so that a change that cannot be written is no change.</summary>
internal sealed record RegistryState
{
    public const string DefaultLevel = "BACKWARD";
    public const string DefaultMode = "READWRITE";

    /// <summary>Schema texts; the id is the index plus one. A text never leaves, so that its id stays its own.</summary>
    public ImmutableList<string> Schemas { get; init; } = [];

    /// <summary>What schemas came with beside their texts, by id; most came with nothing.</summary>
    public ImmutableSortedDictionary<int, SchemaAttachments> Attachments { get; init; } = ImmutableSortedDictionary<int, SchemaAttachments>.Empty;

    public ImmutableSortedDictionary<string, ImmutableList<SchemaVersion>> Subjects { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableList<SchemaVersion>>(StringComparer.Ordinal);

    /// <summary>Compatibility levels by subject; the empty name is the global one.</summary>
    public ImmutableDictionary<string, string> Levels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Modes by subject; the empty name is the global one.</summary>
    public ImmutableDictionary<string, string> Modes { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A version of a subject.</summary>
internal sealed record SchemaVersion(int Version, int Id, bool Deleted);
