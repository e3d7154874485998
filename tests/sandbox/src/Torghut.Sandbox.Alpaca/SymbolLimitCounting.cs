namespace Torghut.Sandbox.Alpaca;

/// <summary>How a symbol limit is counted; Alpaca does not say which one it uses.</summary>
public enum SymbolLimitCounting
{
    /// <summary>A symbol counts once, however many channels it is subscribed on.</summary>
    UniqueSymbols,

    /// <summary>Every channel of a symbol counts.</summary>
    ChannelSymbols,
}
