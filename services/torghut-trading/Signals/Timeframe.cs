using System.Xml;

namespace Torghut.Trading.Signals;

/// <summary>Turns the window size of a signal, an ISO 8601 duration, into the catalogue's form.</summary>
internal static class Timeframe
{
    /// <summary><c>PT1S</c> gives <c>1Sec</c>; text that is no duration is passed through and matches no strategy.</summary>
    public static string Of(string windowSize)
    {
        if (windowSize == "PT1S")
        {
            return "1Sec";
        }

        try
        {
            var span = XmlConvert.ToTimeSpan(windowSize);
            return span switch
            {
                { Ticks: > 0 } when span.Ticks % TimeSpan.TicksPerDay == 0 => $"{span.Ticks / TimeSpan.TicksPerDay}Day",
                { Ticks: > 0 } when span.Ticks % TimeSpan.TicksPerHour == 0 => $"{span.Ticks / TimeSpan.TicksPerHour}Hour",
                { Ticks: > 0 } when span.Ticks % TimeSpan.TicksPerMinute == 0 => $"{span.Ticks / TimeSpan.TicksPerMinute}Min",
                { Ticks: > 0 } when span.Ticks % TimeSpan.TicksPerSecond == 0 => $"{span.Ticks / TimeSpan.TicksPerSecond}Sec",
                _ => windowSize,
            };
        }
        catch (Exception noDuration) when (noDuration is FormatException or OverflowException)
        {
            return windowSize;
        }
    }
}
