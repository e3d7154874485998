namespace Torghut.Ops.Evidence;

/// <summary>How far the verdict is to be believed; the later, the less.</summary>
internal enum ConfidenceLevel
{
    Full,
    Reduced,
    Low,
}
