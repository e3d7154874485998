using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Execution;

public sealed class MarketTimelineTests
{
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Open = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    [Test]
    public void Hear_LeapThatThisMachineSaw_IsBelievedWhenItIsSaidTwice()
    {
        var timeline = Started();
        var later = Open.AddHours(17);
        Assert.That(timeline.Hear(Clock(later), TimeSpan.FromSeconds(1), later), Is.Null);
        Assert.That(timeline.Hear(Clock(later), TimeSpan.FromSeconds(2), later.AddSeconds(1))!.Now, Is.EqualTo(later));
    }

    /// <summary>Two wrong answers at once stopped the market's time for as long as they were ahead.</summary>
    [TestCase(3 * 3600)]
    [TestCase(-3 * 3600)]
    [TestCase(100 * 365 * 86_400d)]
    public void Hear_WrongAnswersAgree_AreNotBelieved(double seconds)
    {
        var timeline = Started();
        for (var i = 1; i < 60; i++)
        {
            var truth = Open.AddSeconds(i);
            Assert.That(timeline.Hear(Clock(truth.AddSeconds(seconds)), TimeSpan.FromSeconds(i), truth), Is.Null);
        }

        Assert.That(timeline.Hear(Clock(Open.AddSeconds(60)), TimeSpan.FromSeconds(60), Open.AddSeconds(60))!.Now, Is.EqualTo(Open.AddSeconds(60)));
    }

    [Test]
    public void Hear_WrongForLong_IsOutvotedByTwoRightAnswers()
    {
        var timeline = Started();
        MarketClock? heard = null;
        for (var i = 1; i <= 120; i++)
        {
            heard = timeline.Hear(Clock(Open.AddHours(3).AddSeconds(i)), TimeSpan.FromSeconds(i), Open.AddSeconds(i));
        }

        Assert.That(heard!.Now, Is.EqualTo(Open.AddHours(3).AddSeconds(120)), "nothing contradicted it for a minute");
        Assert.That(timeline.Hear(Clock(Open.AddSeconds(121)), TimeSpan.FromSeconds(121), Open.AddSeconds(121)), Is.Null);
        Assert.That(timeline.Hear(Clock(Open.AddSeconds(122)), TimeSpan.FromSeconds(122), Open.AddSeconds(122))!.Now, Is.EqualTo(Open.AddSeconds(122)));
    }

    /// <summary>The machine's clock is wrong: it cannot confirm the broker's and does not overrule it.</summary>
    [Test]
    public void Hear_MachineIsWrong_TheBrokerIsBelievedAfterTheDoubt()
    {
        var timeline = new MarketTimeline(Leap, Doubt);
        for (var i = 0; i < 60; i++)
        {
            Assert.That(timeline.Hear(Clock(Open.AddSeconds(i)), TimeSpan.FromSeconds(i), Open.AddDays(9)), Is.Null);
        }

        Assert.That(timeline.Hear(Clock(Open.AddSeconds(60)), TimeSpan.FromSeconds(60), Open.AddDays(9))!.Now, Is.EqualTo(Open.AddSeconds(60)));
    }

    [Test]
    public void Hear_LittleBack_TimeStandsStillAndHoursFollow()
    {
        var timeline = Started();
        var closed = Clock(Open.AddSeconds(-20)) with { IsOpen = false };
        Assert.That(timeline.Hear(closed, TimeSpan.Zero, Open), Is.EqualTo(closed with { Now = Open }));
        Assert.That(timeline.Hear(Clock(Open.AddSeconds(5)), TimeSpan.FromSeconds(25), Open)!.Now, Is.EqualTo(Open.AddSeconds(5)), "caught up");
    }

    /// <summary>A clock that says the same for ever was followed for ever, as each answer was compared with the one before.</summary>
    [Test]
    public void Hear_ClockStopped_EndsTheSessionAndIsNotBelieved()
    {
        var timeline = Started();
        var stopped = Clock(Open) with { NextClose = Open.AddSeconds(10) };
        for (var i = 0; i < 600; i++)
        {
            var heard = timeline.Hear(stopped, TimeSpan.FromSeconds(i), Open.AddSeconds(i));
            Assert.That(heard?.IsOpen, Is.EqualTo(i < 10 ? true : i <= 30 ? false : null), $"after {i} s");
        }
    }

    [Test]
    public void Hear_OpenAgainstWhatWasAnnounced_OpensAfterTheDoubt()
    {
        var timeline = Started();
        for (var i = 0; i <= 61; i++)
        {
            var now = Open.AddHours(7).AddSeconds(i);
            var heard = timeline.Hear(Clock(now) with { NextClose = now.AddDays(1) }, TimeSpan.FromHours(7) + TimeSpan.FromSeconds(i), now);
            Assert.That(heard!.IsOpen, Is.EqualTo(i >= 60), $"{i} s after the announced close");
        }
    }

    [Test]
    public void Hear_ClosedOnce_CountsAtOnceAndHoldsNothing()
    {
        var timeline = Started();
        Assert.That(timeline.Hear(Clock(Open.AddSeconds(1)) with { IsOpen = false }, TimeSpan.FromSeconds(1), Open)!.IsOpen, Is.False);
        Assert.That(timeline.Hear(Clock(Open.AddSeconds(2)), TimeSpan.FromSeconds(2), Open)!.IsOpen, Is.True);
    }

    [Test]
    public void Hear_TheFirstAnswer_NeedsASecond() =>
        Assert.That(new MarketTimeline(Leap, Doubt).Hear(Clock(Open), TimeSpan.Zero, Open), Is.Null);

    [TestCase("0001-01-01T00:00:00Z")]
    [TestCase("1969-12-31T23:59:59Z")]
    [TestCase("9999-12-31T23:59:59Z")]
    public void Hear_NoTime_NeverBelieved(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var timeline = Started();
        foreach (var answer in new[] { Clock(time), Clock(Open) with { NextOpen = time }, Clock(Open) with { NextClose = time } })
        {
            Assert.That(timeline.Hear(answer, TimeSpan.Zero, time), Is.Null);
            Assert.That(timeline.Hear(answer, TimeSpan.FromHours(1), time), Is.Null);
        }
    }

    [Test]
    public async Task Read_OneAnswerLeaps_TheSecondDecidesAtOnce()
    {
        var clock = new BrokerClock(Leap, TimeSpan.Zero, TimeProvider.System);
        var script = new Queue<DateTimeOffset>([Open, Open, Open.AddYears(1), Open, Open.AddDays(1), Open.AddDays(2), Open.AddDays(3)]);
        Task<MarketClock> Ask() => Task.FromResult(Clock(script.Dequeue()));

        Assert.That((await clock.ReadAsync(Ask)).Now, Is.EqualTo(Open));
        Assert.That((await clock.ReadAsync(Ask)).Now, Is.EqualTo(Open), "the leap was outvoted");
        Assert.That(() => clock.ReadAsync(Ask), Throws.InstanceOf<BrokerException>().With.Property("IsTransient").True, "no two agree");
    }

    private static MarketTimeline Started()
    {
        var timeline = new MarketTimeline(Leap, Doubt);
        timeline.Hear(Clock(Open), TimeSpan.Zero, Open);
        timeline.Hear(Clock(Open), TimeSpan.Zero, Open);
        timeline.Hear(Clock(Open), TimeSpan.Zero, Open);
        return timeline;
    }

    private static MarketClock Clock(DateTimeOffset now) => new(now, true, Open.AddDays(1), Open.AddHours(7));
}
