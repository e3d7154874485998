using System.Text.Json.Serialization;

namespace Torghut.Sandbox.ClickHouse.Faults;

/// <summary>The faults in force; all off by default.</summary>
internal sealed record FaultState
{
    /// <summary>Drop every connection without an answer, as a server that is not there.</summary>
    public bool Refuse { get; init; }

    /// <summary>Milliseconds to wait before each query that <see cref="OnlyKeyword"/> allows, 0 to 600 000.</summary>
    public int DelayMs { get; init; }

    /// <summary>Refuse statements that change something, with TABLE_IS_READ_ONLY (242).</summary>
    public bool Readonly { get; init; }

    /// <summary>Refuse this many queries with <see cref="FailCode"/>, without running them.</summary>
    public int FailTimes { get; init; }

    /// <summary>Error number of the refused queries; 252 (TOO_MANY_PARTS) by default.</summary>
    public int FailCode { get; init; } = 252;

    /// <summary>Run this many queries and drop the connection instead of answering: the client cannot know that they worked.</summary>
    public int LoseResponses { get; init; }

    /// <summary>Break this many responses off with an exception after half of their rows, as a query does that fails when it has begun to answer.</summary>
    public int BreakResponses { get; init; }

    /// <summary>The former name of <see cref="LoseResponses"/>, still read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LoseAnswers
    {
        get => null;
        init => LoseResponses = value.GetValueOrDefault();
    }

    /// <summary>The former name of <see cref="BreakResponses"/>, still read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BreakAnswers
    {
        get => null;
        init => BreakResponses = value.GetValueOrDefault();
    }

    /// <summary>Only queries that begin with this word are delayed and touched by the counted faults, for example INSERT; null means all.</summary>
    public string? OnlyKeyword { get; init; }
}
