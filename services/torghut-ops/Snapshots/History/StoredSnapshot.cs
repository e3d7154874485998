using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.History;

/// <summary>A line of the history.</summary>
/// <param name="Id">What it is asked for by; ids sort as their times do.</param>
internal sealed record StoredSnapshot(string Id, DateTimeOffset CapturedAt, Verdict Verdict, string Headline, string Confidence, string Operator);
