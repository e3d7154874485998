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
}

internal enum TimeInForce
{
    Day,
    Gtc,
    Ioc,
    Fok,
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
}

/// <summary>The words of the wire for the broker's enumerations.</summary>
internal static class Words
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
