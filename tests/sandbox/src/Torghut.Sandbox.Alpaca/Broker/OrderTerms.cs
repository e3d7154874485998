using System.Text.Json;

namespace Torghut.Sandbox.Alpaca.Broker;

internal enum OrderSide
{
    Buy,
    Sell,
}

internal enum OrderType
{
    Market,
    Limit,
    Stop,
    StopLimit,
    TrailingStop,
}

internal enum TimeInForce
{
    Day,
    Gtc,
    Ioc,
    Fok,

    /// <summary>Only in the opening auction.</summary>
    Opg,

    /// <summary>Only in the closing auction.</summary>
    Cls,
}

internal enum OrderClass
{
    Simple,

    /// <summary>An entry with a take-profit and a stop-loss exit.</summary>
    Bracket,

    /// <summary>Two exits of a position, of which one cancels the other.</summary>
    Oco,

    /// <summary>An entry with one exit.</summary>
    Oto,
}

internal enum OrderStatus
{
    PendingNew,
    Accepted,
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
    Replaced,
    Rejected,

    /// <summary>An exit that waits for its entry or for its stop price. It is not in the market.</summary>
    Held,
}

/// <summary>The words of the wire for the broker's enumerations.</summary>
internal static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T? Find<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
