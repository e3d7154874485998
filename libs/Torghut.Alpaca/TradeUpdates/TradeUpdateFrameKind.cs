namespace Torghut.Alpaca.TradeUpdates;

/// <summary>What a frame of the trade-updates socket is.</summary>
public enum TradeUpdateFrameKind
{
    Update,
    Authorization,
    Listening,
    Error,

    /// <summary>Well-formed, but of a stream that is not known.</summary>
    Other,

    /// <summary>Not JSON, or a field that every update has is missing.</summary>
    Rejected,
}
