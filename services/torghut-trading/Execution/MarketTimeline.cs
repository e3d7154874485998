namespace Torghut.Trading.Execution;

/// <summary>
/// Which of the broker's clock answers are believed. One that leaps needs a second one that agrees and, unless this machine's clock says the same, that
/// nothing contradicts them for a while; what was believed is outvoted in the same way. Market time never runs backwards but when it is outvoted: where the
/// broker's clock does by less, it stands still. No I/O and no clock of its own. See ADR 0034.
/// </summary>
/// <param name="leap">How far an answer may be from what the time since an earlier one lets expect.</param>
/// <param name="doubt">For how long answers must agree that neither follow from what was believed nor are near this machine's clock.</param>
internal sealed class MarketTimeline(TimeSpan leap, TimeSpan doubt)
{
    /// <summary>Market time that runs ahead of what the broker has said for so many times the doubt has been outvoted.</summary>
    private const int LongestHold = 10;

    private static readonly DateTimeOffset Oldest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Newest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AnnouncedHours _hours = new(doubt);
    private Line? _believed;
    private Line? _doubted;
    private DateTimeOffset _furthest = DateTimeOffset.MinValue;

    /// <summary>Takes an answer; returns the clock to go by, or null while the answer is not believed.</summary>
    /// <param name="answer">What the broker says.</param>
    /// <param name="at">When it came, by a clock that only runs forward.</param>
    /// <param name="machine">When it came, by this machine's clock.</param>
    public MarketClock? Hear(MarketClock answer, TimeSpan at, DateTimeOffset machine)
    {
        if (!IsTime(answer.Now) || !IsTime(answer.NextOpen) || !IsTime(answer.NextClose))
        {
            return null;
        }

        var isNear = (answer.Now - machine).Duration() <= leap / 2;
        if (_believed is { } known && Agrees(known, answer.Now, at))
        {
            (_believed, _doubted) = (known.With(answer.Now, at), null);
        }
        else if (Outvotes(answer.Now, at, isNear))
        {
            (_believed, _doubted) = (_doubted, null);
        }
        else
        {
            return null;
        }

        return Tell(answer, at, isNear, _believed!);
    }

    private bool Outvotes(DateTimeOffset now, TimeSpan at, bool isNear)
    {
        _doubted = _doubted is { } line && Agrees(line, now, at) ? line.With(now, at) : new Line(now, at, at, 1);
        return _doubted.Answers > 1 && (isNear || at - _doubted.Since >= doubt);
    }

    private MarketClock Tell(MarketClock answer, TimeSpan at, bool isNear, Line believed)
    {
        var isOutvoted = _furthest - answer.Now > leap && (isNear || at - believed.Since >= LongestHold * doubt);
        _furthest = isOutvoted || answer.Now > _furthest ? answer.Now : _furthest;

        // A clock that stopped lets no session go on: what the time since an earlier answer lets expect counts, too.
        var expected = believed.At(at) > _furthest ? believed.At(at) : _furthest;
        return answer with { Now = _furthest, IsOpen = _hours.IsOpen(answer, expected, at) };
    }

    private bool Agrees(Line line, DateTimeOffset now, TimeSpan at) => (now - line.At(at)).Duration() <= leap;

    private static bool IsTime(DateTimeOffset time) => time >= Oldest && time < Newest;

    /// <summary>Answers that follow from each other.</summary>
    /// <param name="Now">Market time of the one that was furthest ahead; a clock that stopped would draw the line along with it otherwise.</param>
    /// <param name="Heard">When that one came.</param>
    /// <param name="Since">When the first one came.</param>
    /// <param name="Answers">How many there were.</param>
    private sealed record Line(DateTimeOffset Now, TimeSpan Heard, TimeSpan Since, long Answers)
    {
        public DateTimeOffset At(TimeSpan at) => Now + (at - Heard);

        public Line With(DateTimeOffset now, TimeSpan at) =>
            now >= At(at) ? this with { Now = now, Heard = at, Answers = Answers + 1 } : this with { Answers = Answers + 1 };
    }
}
