namespace Torghut.Contracts.Conditions;

/// <summary>What a trade may touch in a bar. Codes combine with a bitwise and, which is "the strictest wins".</summary>
[Flags]
public enum TradeFields : byte
{
    None = 0,

    /// <summary>Adds to volume and count.</summary>
    Volume = 1,

    /// <summary>May set high and low, and takes part in the vwap.</summary>
    HighLow = 2,

    /// <summary>May set open and close.</summary>
    OpenClose = 4,

    /// <summary>May set open and close when no trade of the bar has <see cref="OpenClose"/>.</summary>
    OpenCloseIfAlone = 8,

    All = Volume | HighLow | OpenClose | OpenCloseIfAlone,
}
