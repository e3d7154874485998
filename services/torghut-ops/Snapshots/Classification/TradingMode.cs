namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Whether orders go to the paper or to the live account.</summary>
internal enum TradingMode
{
    Paper,
    Live,
}
