using Torghut.Contracts.Market;

namespace Torghut.Trading.Execution;

/// <summary>
/// What values from the broker may be at all: within it every sum fits a <see langword="decimal"/> and every column, and every text an index. A value
/// outside is a <see cref="FormatException"/> of the item that holds it.
/// </summary>
internal static class BrokerBounds
{
    /// <summary>Decimals of a quantity or a price; finer ones are rounded.</summary>
    public const int Decimals = 9;

    /// <summary>USD a share.</summary>
    public const decimal PriceLimit = (decimal)MarketDataBounds.PriceLimit;

    /// <summary>Longest id; the broker's own limit for client order ids.</summary>
    private const int MaxId = 128;

    private const int MaxWord = 64;
    private const decimal SizeLimit = (decimal)MarketDataBounds.SizeLimit;

    /// <summary>USD of a whole account.</summary>
    private const decimal MoneyLimit = 1e13m;

    private static readonly DateTimeOffset FirstTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastTime = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Id(string name, string? text) => Text(name, text, MaxId);

    /// <summary>A symbol, a status, a side: any that the broker may think of, of bounded length.</summary>
    public static string Word(string name, string? text) => Text(name, text, MaxWord);

    /// <summary>Shares, not negative.</summary>
    public static decimal Size(string name, decimal value) => value is >= 0 and < SizeLimit ? Math.Round(value, Decimals) : throw Outside(name);

    public static decimal? Size(string name, decimal? value) => value is { } size ? Size(name, size) : null;

    /// <summary>Shares, negative for a short position or a loss of shares.</summary>
    public static decimal SignedSize(string name, decimal value) => value is > -SizeLimit and < SizeLimit ? Math.Round(value, Decimals) : throw Outside(name);

    /// <summary>USD a share.</summary>
    public static decimal? Price(string name, decimal? value) => value switch
    {
        null => null,
        >= 0 and < PriceLimit => Math.Round(value.Value, Decimals),
        _ => throw Outside(name),
    };

    /// <summary>USD of the account, negative for a debt.</summary>
    public static decimal Money(string name, decimal value) => value is > -MoneyLimit and < MoneyLimit ? Math.Round(value, Decimals) : throw Outside(name);

    /// <summary>A time that dates can be reckoned from, in UTC.</summary>
    public static DateTimeOffset Time(string name, DateTimeOffset value) =>
        value >= FirstTime && value < LastTime ? value.ToUniversalTime() : throw Outside(name);

    public static DateTimeOffset? Time(string name, DateTimeOffset? value) => value is { } time ? Time(name, time) : null;

    private static string Text(string name, string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && !text.Any(char.IsControl) ? text
            : throw new FormatException($"Field '{name}' is empty, too long or no text.");

    private static FormatException Outside(string name) => new($"Field '{name}' is out of range.");
}
