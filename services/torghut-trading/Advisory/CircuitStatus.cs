namespace Torghut.Trading.Advisory;

/// <summary>Whether an endpoint is asked.</summary>
internal enum CircuitStatus
{
    Closed,
    Open,
    HalfOpen,
}
