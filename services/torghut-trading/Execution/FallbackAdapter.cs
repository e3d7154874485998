namespace Torghut.Trading.Execution;

/// <summary>Who stands in for the lean runner.</summary>
internal enum FallbackAdapter
{
    None,
    Alpaca,
}
