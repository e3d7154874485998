using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Hosting;

namespace Torghut.Common.Tests.Hosting;

/// <summary>A loop that stands still in a call ends the process, and nothing else does.</summary>
public sealed class LoopPulsesTests
{
    private readonly List<int> _ends = [];
    private LoopPulses _pulses = null!;

    [SetUp]
    public void Create()
    {
        _ends.Clear();
        _pulses = new LoopPulses(new ProcessEnd(NullLoggerFactory.Instance) { Exit = _ends.Add }, TimeProvider.System);
    }

    [TearDown]
    public void Dispose() => _pulses.Dispose();

    [Test]
    public void Look_LoopStandsStillForItsLimit_EndsTheProcess()
    {
        var pulse = _pulses.Add("drill", TimeSpan.FromSeconds(5));
        pulse.Beat();
        Look(5);
        Assert.That(_ends, Is.Empty, "the first look saw it move");
        Look(1);
        Assert.That(_ends, Is.EqualTo(new[] { ExitCodes.Stuck }));
    }

    [Test]
    public void Look_LoopThatBeats_IsLeftAlone()
    {
        var pulse = _pulses.Add("drill", TimeSpan.FromSeconds(5));
        for (var i = 0; i < 20; i++)
        {
            pulse.Beat();
            Look(4);
        }

        Assert.That(_ends, Is.Empty);
    }

    [Test]
    public void Look_LoopThatRestsOrHasNotBegun_IsLeftAlone()
    {
        _pulses.Add("not begun", TimeSpan.FromSeconds(5));
        var resting = _pulses.Add("resting", TimeSpan.FromSeconds(5));
        resting.Beat();
        resting.Rest();
        Look(20);
        Assert.That(_ends, Is.Empty);
        resting.Beat();
        Look(6);
        Assert.That(_ends, Has.Count.EqualTo(1), "it is watched again from its next beat on");
    }

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _pulses.Look();
        }
    }
}
