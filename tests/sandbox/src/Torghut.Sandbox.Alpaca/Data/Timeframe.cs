using System.Globalization;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>A bar length: 1 to 59 minutes, 1 to 23 hours, a day, a week, or 1, 2, 3, 4, 6 or 12 months of New York's calendar.</summary>
internal sealed record Timeframe(int Size, char Unit)
{
    /// <exception cref="RefusedException">The text is no timeframe.</exception>
    public static Timeframe Parse(string? text)
    {
        var digits = new string([.. (text ?? string.Empty).TakeWhile(char.IsAsciiDigit)]);
        var unit = (text ?? string.Empty)[digits.Length..] switch
        {
            "Min" or "T" => 'T',
            "Hour" or "H" => 'H',
            "Day" or "D" => 'D',
            "Week" or "W" => 'W',
            "Month" or "M" => 'M',
            _ => ' '
        };
        var size = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var valid = unit switch
        {
            'T' => size is >= 1 and <= 59,
            'H' => size is >= 1 and <= 23,
            'D' or 'W' => size == 1,
            'M' => size is 1 or 2 or 3 or 4 or 6
            or 12,
            _ => false
        };
        return valid ? new Timeframe(size, unit) : throw new RefusedException(400, 40010001, $"invalid timeframe: {text}");
    }

    /// <summary>The left edge of the bar that a time belongs to.</summary>
    public long StartOf(long time)
    {
        if (Unit is 'T' or 'H')
        {
            var length = Size * (Unit == 'T' ? 1 : 60) * Nanos.PerMinute;
            return time - (time % length);
        }

        var day = NewYork.Of(Nanos.ToInstant(time)).Date;
        return Nanos.Of(NewYork.At(Unit switch
        {
            'D' => day,
            'W' => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => new DateTime(day.Year, (((day.Month - 1) / Size) * Size) + 1, 1),
        }));
    }

    /// <summary>Joins minute bars in the order of time.</summary>
    public IEnumerable<Bar> Join(IEnumerable<Bar> minutes)
    {
        Bar? current = null;
        var notional = 0d;
        foreach (var minute in minutes)
        {
            var start = StartOf(minute.Time);
            if (current is { } bar && bar.Time == start)
            {
                notional += minute.VolumeWeighted * minute.Volume;
                current = bar with
                {
                    High = Math.Max(bar.High, minute.High),
                    Low = Math.Min(bar.Low, minute.Low),
                    Close = minute.Close,
                    Volume = bar.Volume + minute.Volume,
                    Count = bar.Count + minute.Count,
                };
                continue;
            }

            if (current is { } finished)
            {
                yield return Weigh(finished, notional);
            }

            current = minute with { Time = start };
            notional = minute.VolumeWeighted * minute.Volume;
        }

        if (current is { } last)
        {
            yield return Weigh(last, notional);
        }
    }

    private static Bar Weigh(Bar bar, double notional) =>
        bar.Volume == 0 ? bar : bar with { VolumeWeighted = Math.Round(notional / bar.Volume, 6) };
}
