

namespace Torghut.Ops.Evidence;

/// <summary>The part of the system that a fact is about.</summary>
internal enum Plane
{
    Control,
    Compute,
    Data,
    Decision,
}
