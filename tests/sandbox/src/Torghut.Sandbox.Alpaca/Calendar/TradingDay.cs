namespace Torghut.Sandbox.Alpaca.Calendar;

/// <summary>A day on which the exchange trades; regular hours in New York time.</summary>
internal sealed record TradingDay(DateOnly Date, TimeOnly Open, TimeOnly Close);
