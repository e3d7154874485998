namespace Torghut.Contracts;

/// <summary>The suite's record types, one to a schema.</summary>
public enum RecordKind
{
    Trade,
    Quote,
    Bar,
    Microbar,
    Signal,
    TradeUpdate,
    ForwarderStatus,
    TaStatus,
    DeadLetter,
}
