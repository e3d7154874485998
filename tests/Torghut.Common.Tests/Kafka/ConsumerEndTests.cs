using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>A consumer goes however it ends, and nobody watches a loop that has ended.</summary>
public sealed class ConsumerEndTests
{
    private readonly List<string> _calls = [];
    private readonly List<int> _ends = [];

    [Test]
    public void Leave_ConsumerThatCanLeave_IsClosedAndDisposed()
    {
        Leave("Close", failure: null);
        Assert.That(_calls, Is.EqualTo(new[] { "Close", "Dispose" }));
        Assert.That(_ends, Is.Empty);
    }

    [Test]
    public void Leave_ConsumerThatCannotBeDisposedOf_IsWatchedNoLonger()
    {
        Assert.That(() => Leave("Dispose", new InvalidOperationException("broken")), Throws.InvalidOperationException);
        Assert.That(_ends, Is.Empty);
    }

    /// <summary>Close alone disposes of nothing when it throws: each session of a service would leave a client behind.</summary>
    [Test]
    public void Leave_ConsumerThatFailedForGood_IsDisposedAllTheSame()
    {
        Assert.That(() => Leave("Close", new KafkaException(new Error(ErrorCode.Local_Fatal, "fenced", isFatal: true))), Throws.TypeOf<KafkaException>());
        Assert.That(_calls, Is.EqualTo(new[] { "Close", "Dispose" }));
        Assert.That(_ends, Is.Empty, "whoever begins anew may wait for any time");
    }

    [SetUp]
    public void Clear()
    {
        _calls.Clear();
        _ends.Clear();
    }

    /// <summary>Lets a consumer go, and looks at its loop for as long as one that stands still is given.</summary>
    private void Leave(string failing, Exception? failure)
    {
        var consumer = ScriptedClient.Of<IConsumer<Ignore, Ignore>>(member =>
        {
            _calls.Add(member);
            return member == failing && failure is not null ? throw failure : null;
        });
        using var pulses = new LoopPulses(new ProcessEnd(NullLoggerFactory.Instance) { Exit = _ends.Add }, TimeProvider.System);
        var pulse = pulses.Add("loop", LoopPulse.StillFor);
        try
        {
            ConsumerEnd.Leave(consumer, pulse);
        }
        finally
        {
            for (var second = 0; second < 60; second++)
            {
                pulses.Look();
            }
        }
    }
}
