namespace Torghut.Ops.Evidence;

/// <summary>The one thing to look at first.</summary>
/// <param name="Rule">The interpretation's rule.</param>
/// <param name="Subject">What it is about, for example <c>clickhouse</c>.</param>
/// <param name="Explains">What follows from it, in words.</param>
internal sealed record TopCause(string Rule, Plane Plane, string Subject, Verdict Severity, string Text, IReadOnlyList<string> Explains);
