namespace Torghut.Alpaca.Trading;

/// <summary>One trading day; times are New York wall-clock times.</summary>
/// <param name="Date">The day.</param>
/// <param name="Open">Start of the regular session.</param>
/// <param name="Close">End of the regular session, earlier on half days.</param>
/// <param name="SessionOpen">Start of the extended session, when given.</param>
/// <param name="SessionClose">End of the extended session, when given.</param>
public sealed record AlpacaCalendarDay(DateOnly Date, TimeOnly Open, TimeOnly Close, TimeOnly? SessionOpen, TimeOnly? SessionClose);
