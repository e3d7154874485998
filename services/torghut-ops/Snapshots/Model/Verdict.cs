namespace Torghut.Ops.Snapshots.Model;

/// <summary>The state of the whole system; the later, the worse.</summary>
internal enum Verdict
{
    Green,
    Yellow,
    Red,
}
