

namespace Torghut.Ops.Evidence;

/// <summary>The state of the whole system; the later, the worse.</summary>
internal enum Verdict
{
    Green,
    Yellow,
    Red,
}
