namespace Torghut.Trading.Signals;

/// <summary>Where signals come from.</summary>
internal enum SignalSourceKind
{
    ClickHouse,
}
