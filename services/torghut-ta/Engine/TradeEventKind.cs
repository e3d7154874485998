namespace Torghut.Ta.Engine;

/// <summary>What a record of the trades topic says.</summary>
internal enum TradeEventKind : byte
{
    Print,
    Correction,
    Cancellation,
    CorporateAction,
}
