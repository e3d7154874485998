namespace Torghut.Pipeline.Tests.Support;

/// <summary>What a snapshot has to say of a fault.</summary>
/// <param name="Verdict">The exit code of <c>snapshot</c> and of <c>health</c>: 1 YELLOW, 2 RED.</param>
/// <param name="Procedure">The runbook and its section that come next.</param>
/// <param name="Subjects">What the top cause may be about: of two faults at once that are equally bad, either.</param>
public sealed record ExpectedCause(int Verdict, string Plane, string Rule, string Procedure, params string[] Subjects);
