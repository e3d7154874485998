using Torghut.Contracts.Time;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Loop;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>
/// How many days back the features of a day reach, from the signals that there are: a symbol that trades seldom needs days for the bars that another has in
/// minutes. Between training and test so many days are left out.
/// </summary>
internal sealed class LookbackDays
{
    /// <summary>
    /// Bars that the longest indicator knows: five minutes of seconds. An average of 26 bars and the 9-bar average of it have forgotten all but a millionth of
    /// what was before, too.
    /// </summary>
    private const int IndicatorBars = 300;

    /// <summary>Compute begins a symbol anew that was silent for so long, and no strategy looks further back.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    private readonly Dictionary<string, List<SymbolDay>> _symbols = new(StringComparer.Ordinal);

    /// <summary>Bars that a decision of some strategy knows.</summary>
    public static int Bars(StrategyCatalogue catalogue) => IndicatorBars + StrategyEvaluator.Lookback(catalogue);

    public void See(SignalRow row)
    {
        if (!_symbols.TryGetValue(row.Symbol, out var days))
        {
            _symbols.Add(row.Symbol, days = []);
        }

        var day = NewYork.DayOf(row.EventTs);
        if (days.Count == 0 || days[^1].Day != day)
        {
            days.Add(new SymbolDay(day, row.EventTs));
        }

        days[^1].Add(row.EventTs);
    }

    /// <summary>The most days before one that its first decisions still know; 1 at least, since what is held over a night is known, too.</summary>
    public int Of(int bars)
    {
        var order = _symbols.Values.SelectMany(days => days).Select(day => day.Day).Distinct().Order().Select((day, i) => (day, i)).ToDictionary();
        return _symbols.Values.SelectMany(days => Enumerable.Range(0, days.Count).Select(i => order[days[i].Day] - order[days[Reaches(days, i, bars)].Day]))
            .Append(1).Max();
    }

    private static int Reaches(List<SymbolDay> days, int day, int bars)
    {
        while (day > 0 && bars > 0 && days[day].First - days[day - 1].Last <= Silence)
        {
            day--;
            bars -= days[day].Bars;
        }

        return day;
    }

    private sealed class SymbolDay(DateOnly day, DateTimeOffset first)
    {
        public DateOnly Day => day;

        public DateTimeOffset First => first;

        public DateTimeOffset Last { get; private set; }

        public int Bars { get; private set; }

        public void Add(DateTimeOffset at) => (Last, Bars) = (at, Bars + 1);
    }
}
