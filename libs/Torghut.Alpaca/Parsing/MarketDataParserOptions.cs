namespace Torghut.Alpaca.Parsing;

/// <summary>Limits of the frame parser; a message beyond one is rejected as <see cref="RejectReason.TooLong"/>.</summary>
public sealed record MarketDataParserOptions
{
    /// <summary>Longest symbol, bytes; default 32.</summary>
    public int MaxSymbol { get; init; } = 32;

    /// <summary>Most condition codes of a message; default 16.</summary>
    public int MaxConditions { get; init; } = 16;

    /// <summary>Strings and lists that each pool remembers; default 32,768.</summary>
    public int PoolCapacity { get; init; } = 32_768;
}
