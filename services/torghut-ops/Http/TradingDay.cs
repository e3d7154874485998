using Torghut.Contracts.Time;

namespace Torghut.Ops.Http;

/// <summary>A day of the exchanges, midnight to midnight in New York: 23 or 25 hours where the clocks change.</summary>
internal sealed record TradingDay(DateOnly Day)
{
    /// <inheritdoc cref="NewYork.Zone"/>
    public const string NewYorkZone = NewYork.Zone;

    public string Zone { get; } = NewYorkZone;

    public DateTimeOffset StartUtc => NewYork.At(Day, TimeOnly.MinValue).ToUniversalTime();

    public DateTimeOffset EndUtc => NewYork.At(Day.AddDays(1), TimeOnly.MinValue).ToUniversalTime();

    public TradingSession Session => TradingSession.Of(Day);
}
