using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Playback;

namespace Torghut.Sandbox.Alpaca.Tests.Playback;

/// <summary>How market time follows the machine's.</summary>
public sealed class PaceTests
{
    private const long Second = Nanos.PerSecond;

    private readonly StoppedTime _time = new();

    [TestCase(1)]
    [TestCase(60)]
    public void Target_NothingHeldUp_IsTheTimeOfTheMachineTimesTheSpeed(int speed)
    {
        var pace = Started(speed);
        _time.Move(0.5);
        Assert.That(pace.Target(0), Is.EqualTo(speed * Second / 2));
    }

    [Test]
    public void Target_HeldUpForAMinute_ComesBackToTheMachineAtTwiceTheSpeed()
    {
        var pace = Started(1);
        _time.Move(60);
        var reached = pace.Target(0);
        Assert.That(reached, Is.LessThanOrEqualTo(2 * Second), "Not in one burst.");
        var steps = 0;
        while (reached < _time.Now - (Second / 10))
        {
            _time.Move(0.01);
            var target = pace.Target(reached);
            Assert.That(target - reached, Is.GreaterThan(0).And.LessThanOrEqualTo(2 * Second));
            reached = target;
            Assert.That(++steps, Is.LessThan(7_000), "60 s are made good within about another 60.");
        }
    }

    [Test]
    public void Target_Unpaced_HasNoBound()
    {
        Assert.That(Started(0).Target(0), Is.EqualTo(long.MaxValue));
    }

    private Pace Started(double speed)
    {
        var pace = new Pace(_time, speed);
        pace.Start(0, _time.GetTimestamp());
        return pace;
    }

    private sealed class StoppedTime : TimeProvider
    {
        public long Now { get; private set; }

        public override long TimestampFrequency => Second;

        public override long GetTimestamp() => Now;

        public void Move(double seconds) => Now += (long)(seconds * Second);
    }
}
