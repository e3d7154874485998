using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

/// <summary>Clock sequences: a broker that says right and wrong in any order, over sessions of twenty minutes in every hour.</summary>
public sealed class MarketTimelinePropertyTests
{
    private const int Sequences = 100_000;
    private const int Answers = 10;

    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Origin = new(2026, 2, 6, 14, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Wrong answers agree with each other in any way, in time and in hours, but for less than the doubt. Half of the machines have a wrong clock, too.
    /// </summary>
    [Test]
    public void Hear_WrongForLessThanTheDoubt_TimeAndSessionAreTheMarkets()
    {
        var random = new Random(7);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var run = new Run(random, random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(20_000_000, 40_000_000)));
            run.TellTheTruthUntilBelieved();
            for (var i = 0; i < Answers; i++)
            {
                if (random.Next(3) == 0)
                {
                    run.Lie(TimeSpan.FromSeconds(random.Next(1, 58)));
                }

                run.TellTheTruth();
                if (run.Heard is null)
                {
                    Assert.Fail($"The first right answer after wrong ones is believed: sequence {sequence}, {run}.");
                }
            }
        }
    }

    /// <summary>However long it was wrong and whatever was believed meanwhile: the market's time is known again within a bound.</summary>
    [Test]
    public void Hear_WrongForAnyTime_IsOutvotedWithinTenDoubts()
    {
        var random = new Random(11);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var isWrong = random.Next(2) == 0;
            var run = new Run(random, isWrong ? TimeSpan.FromSeconds(random.Next(20_000_000, 40_000_000)) : TimeSpan.Zero);
            if (random.Next(4) > 0)
            {
                run.TellTheTruthUntilBelieved();
            }

            run.Lie(TimeSpan.FromSeconds(random.Next(1, 1_000)), checks: false);
            var ended = run.At;
            run.TellTheTruthUntilRight();
            Assert.That(run.At - ended, Is.LessThanOrEqualTo(isWrong ? (10 * Doubt) + TimeSpan.FromSeconds(40) : TimeSpan.FromSeconds(40)));
        }
    }

    private sealed class Run(Random random, TimeSpan machineIsOff)
    {
        private readonly MarketTimeline _timeline = new(Leap, Doubt);
        private DateTimeOffset _furthest = DateTimeOffset.MinValue;
        private string _lie = "none";

        public TimeSpan At { get; private set; } = TimeSpan.FromSeconds(random.Next(0, 3_600));

        public MarketClock? Heard { get; private set; }

        private DateTimeOffset Truth => Origin + At;

        public override string ToString() => $"at {Truth:O}, machine off by {machineIsOff}, last lie {_lie}";

        /// <summary>Until the hours have been announced twice, too.</summary>
        public void TellTheTruthUntilBelieved()
        {
            while (Heard is null)
            {
                TellTheTruth();
            }

            TellTheTruth();
            TellTheTruth();
        }

        public void TellTheTruthUntilRight()
        {
            do
            {
                At += TimeSpan.FromSeconds(random.Next(1, 20));
                Heard = Hear(Right());
            }
            while (Heard is null || (Heard.Now - Truth).Duration() > Leap * 2);
        }

        public void TellTheTruth()
        {
            At += TimeSpan.FromMilliseconds(random.Next(0, 20_000));
            Heard = Hear(Right());
            Check();
        }

        /// <summary>Wrong answers for a while: all as far off, each in its own way, stopped, or right about the time and wrong about the hours.</summary>
        public void Lie(TimeSpan lasting, bool checks = true)
        {
            var (kind, off, first) = (random.Next(4), Off(), Truth);
            var until = At + lasting;
            _lie = $"of kind {kind} from {first:O}, off by {off}";
            while (At < until)
            {
                At += TimeSpan.FromMilliseconds(random.Next(0, Math.Max(1, (int)(until - At).TotalMilliseconds + 1)));
                var said = kind switch
                {
                    0 => Truth + off,
                    1 => Truth + Off(),
                    2 => first,
                    _ => Truth,
                };
                Heard = Hear(new MarketClock(said, true, said + TimeSpan.FromHours(17), said + TimeSpan.FromHours(random.Next(1, 7))));
                if (checks)
                {
                    Check();
                }

                if (random.Next(30) == 0)
                {
                    break;
                }
            }
        }

        private TimeSpan Off() => TimeSpan.FromSeconds(random.Next(100, 10_000_000) * (random.Next(2) == 0 ? 1 : -1));

        private MarketClock? Hear(MarketClock answer) => _timeline.Hear(answer, At, Truth + machineIsOff);

        /// <summary>The session of the hour goes from its tenth to its thirtieth minute.</summary>
        private MarketClock Right()
        {
            var now = Truth + TimeSpan.FromMilliseconds(random.Next(-500, 500));
            var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
            var (open, close) = (hour.AddMinutes(10), hour.AddMinutes(30));
            return new MarketClock(now, now >= open && now < close, now < open ? open : open.AddHours(1), now < close ? close : close.AddHours(1));
        }

        private void Check()
        {
            if (Heard is null)
            {
                return;
            }

            var minute = Truth.TimeOfDay.TotalMinutes % 60;
            if (Heard.Now < _furthest || (Heard.Now - Truth).Duration() > Leap + TimeSpan.FromSeconds(1) || (Heard.IsOpen && (minute is < 9.9 or > 30.02)))
            {
                Assert.Fail($"At {Truth:O} market time is {Heard.Now:O} after {_furthest:O}, and the session {(Heard.IsOpen ? "open" : "closed")}.");
            }

            _furthest = Heard.Now;
        }
    }
}
