namespace Torghut.Ta.Runtime;

/// <summary>A clock that was ahead of its log.</summary>
/// <param name="SecondsAhead">How far, before it was set back.</param>
internal sealed record RepairedClock(string Topic, int Partition, double SecondsAhead);
