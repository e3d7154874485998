using Torghut.Contracts.Time;

namespace Torghut.Contracts.Market;

/// <summary>The regular session of a trading day, on New York's clock.</summary>
/// <param name="OpensAt">First time of the session.</param>
/// <param name="ClosesAt">First time after it.</param>
public readonly record struct MarketSession(DateOnly Day, TimeOnly OpensAt, TimeOnly ClosesAt)
{
    public DateTimeOffset Open => NewYork.At(Day, OpensAt).ToUniversalTime();

    public DateTimeOffset Close => NewYork.At(Day, ClosesAt).ToUniversalTime();

    public bool Contains(DateTimeOffset instant) => instant >= Open && instant < Close;
}
