using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>A question to a component.</summary>
/// <param name="Command">What a person runs to ask the same.</param>
/// <param name="AskAsync">Asks; a failure is an exception, whose message becomes the fact's detail.</param>
internal sealed record Probe(Plane Plane, string Component, string Name, string Command, Func<CancellationToken, Task<Reading>> AskAsync)
{
    /// <summary>Longest wait where it is not that of most probes.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How old an answer may be, seconds.</summary>
    public int MaxAgeS { get; init; } = Fact.DefaultMaxAge;

    /// <summary>What is known without an answer, for example since when there has been none.</summary>
    public Func<JsonNode?> Known { get; init; } = static () => null;
}
