using Torghut.Contracts.Market;

namespace Torghut.Trading.Strategies.Rules;

/// <summary>
/// What compiled rules call. A number that is null is NaN; a condition is true, false or unknown, and whatever is compared with null is unknown, as in SQL.
/// </summary>
internal static class RuleFunctions
{
    public const int False = 0;
    public const int True = 1;
    public const int Unknown = 2;

    private static SessionSpan? _session;

    public static double Number(double? value) => value ?? double.NaN;

    public static int Less(double left, double right) => IsUnknown(left, right) ? Unknown : left < right ? True : False;

    public static int LessOrEqual(double left, double right) => IsUnknown(left, right) ? Unknown : left <= right ? True : False;

    public static int Greater(double left, double right) => Less(right, left);

    public static int GreaterOrEqual(double left, double right) => LessOrEqual(right, left);

    public static int Equal(double left, double right) => IsUnknown(left, right) ? Unknown : left.Equals(right) ? True : False;

    public static int NotEqual(double left, double right) => Not(Equal(left, right));

    public static int IsNull(double value) => double.IsNaN(value) ? True : False;

    public static int Not(int value) => value == Unknown ? Unknown : 1 - value;

    /// <summary>What of a division is no number is null, as is what overflows.</summary>
    public static double Divide(double left, double right) => Finite(left / right);

    public static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;

    public static double Coalesce(double value, double otherwise) => double.IsNaN(value) ? otherwise : value;

    public static double Min(double left, double right) => Math.Min(left, right);

    public static double Max(double left, double right) => Math.Max(left, right);

    /// <summary>A feature so many bars ago; null before the first one that is known.</summary>
    public static double Past(SymbolFeatures? history, int bars, Func<SignalFeatures, double?> read) =>
        history?.Before(bars) is { } features ? read(features) ?? double.NaN : double.NaN;

    /// <summary>Mean of a feature over the newest bars; null when one of them is.</summary>
    public static double Average(SymbolFeatures? history, int bars, Func<SignalFeatures, double?> read)
    {
        var sum = 0.0;
        for (var i = 0; i < bars; i++)
        {
            sum += Past(history, i, read);
        }

        return Finite(sum / bars);
    }

    /// <summary>Largest value of a feature over the newest bars; null when one of them is.</summary>
    public static double Highest(SymbolFeatures? history, int bars, Func<SignalFeatures, double?> read)
    {
        var most = Past(history, 0, read);
        for (var i = 1; i < bars && !double.IsNaN(most); i++)
        {
            most = Math.Max(most, Past(history, i, read));
        }

        return most;
    }

    /// <summary>Smallest value of a feature over the newest bars; null when one of them is.</summary>
    public static double Lowest(SymbolFeatures? history, int bars, Func<SignalFeatures, double?> read)
    {
        var least = Past(history, 0, read);
        for (var i = 1; i < bars && !double.IsNaN(least); i++)
        {
            least = Math.Min(least, Past(history, i, read));
        }

        return least;
    }

    /// <summary>Whether one value rises above another with this bar.</summary>
    public static int Crosses(double left, double right, double leftBefore, double rightBefore)
    {
        var (now, before) = (Greater(left, right), LessOrEqual(leftBefore, rightBefore));
        return now == False || before == False ? False : now == Unknown || before == Unknown ? Unknown : True;
    }

    /// <summary>Minutes since the session opened, by event time; null outside of sessions.</summary>
    public static double MinutesSinceOpen(DateTimeOffset at) => SessionAt(at) is { } span && span.IsOpen ? (at - span.From).TotalMinutes : double.NaN;

    /// <summary>Minutes until the session closes, by event time; null outside of sessions.</summary>
    public static double MinutesToClose(DateTimeOffset at) => SessionAt(at) is { } span && span.IsOpen ? (span.Until - at).TotalMinutes : double.NaN;

    private static bool IsUnknown(double left, double right) => double.IsNaN(left) || double.IsNaN(right);

    /// <summary>The calendar is asked once a session and once between two.</summary>
    private static SessionSpan SessionAt(DateTimeOffset at)
    {
        if (_session is { } known && at >= known.From && at < known.Until)
        {
            return known;
        }

        var found = MarketCalendar.SessionAt(at) is { } session
            ? new SessionSpan(session.Open, session.Close, true)
            : new SessionSpan(MarketCalendar.LastClosed(at).Close, MarketCalendar.NextOpen(at).Open, false);
        _session = found;
        return found;
    }

    private sealed record SessionSpan(DateTimeOffset From, DateTimeOffset Until, bool IsOpen);
}
