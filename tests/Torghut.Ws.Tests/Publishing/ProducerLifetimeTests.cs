using Microsoft.Extensions.Logging;
using Torghut.Contracts.Codecs;
using Torghut.Ws.Publishing;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Publishing;

/// <summary>The end of the service: a last word, then everything that is in flight.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProducerLifetimeTests : IDisposable
{
    private readonly StartedPublisher _start = new(TimeProvider.System);

    [Test]
    public async Task Stop_RecordsInFlight_AreFlushedAfterTheClosingStatus()
    {
        await _start.StartAsync();
        List<string> flushedAfter = [];
        _start.Producer.Flushing = () => flushedAfter.AddRange(
            _start.Producer.Read(ProduceTopic.Status, RecordCodecs.ForwarderStatus).Select(status => $"{status.Status} {status.Reason}"));
        await Lifetime().StopAsync(CancellationToken.None);
        Assert.That(flushedAfter, Is.EqualTo(new[] { "reconnect stopping" }));
    }

    [TestCase(0, LogLevel.Information)]
    [TestCase(3, LogLevel.Error)]
    public async Task Stop_GraceIsOver_SaysWhetherSomethingIsLeft(int left, LogLevel level)
    {
        await _start.StartAsync();
        _start.Producer.InFlight = left;
        var log = new Recorder();
        await new ProducerLifetime(_start.Producer, _start.Status, log).StopAsync(CancellationToken.None);
        Assert.That(log.Levels, Is.EqualTo(new[] { level }));
    }

    /// <summary>A client that does not return must not keep the process from ending; what it holds counts as left.</summary>
    [Test]
    public async Task Stop_FlushNeverReturns_EndsAMomentAfterTheGrace()
    {
        await _start.StartAsync();
        using var never = new ManualResetEventSlim();
        _start.Producer.InFlight = 1;
        _start.Producer.Flushing = never.Wait;
        using var grace = new CancellationTokenSource(TimeSpan.Zero);
        var log = new Recorder();
        await new ProducerLifetime(_start.Producer, _start.Status, log).StopAsync(grace.Token).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(log.Levels, Is.EqualTo(new[] { LogLevel.Error }));
        never.Set();
    }

    public void Dispose() => _start.Dispose();

    private ProducerLifetime Lifetime() => new(_start.Producer, _start.Status, new Recorder());

    private sealed class Recorder : ILogger<ProducerLifetime>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Levels.Add(logLevel);
    }
}
