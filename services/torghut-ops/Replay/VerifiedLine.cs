namespace Torghut.Ops.Replay;

/// <summary>One thing that verification looked at.</summary>
/// <param name="Check">A stable word.</param>
internal sealed record VerifiedLine(string Check, bool Holds, string Detail);
