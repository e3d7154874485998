using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Kafka;

namespace Torghut.Common.Tests.Kafka;

/// <summary>An outage is told when it begins, every ten seconds, and when it ends, however much the clients say.</summary>
public sealed class OutageLogTests
{
    private readonly FakeTimeProvider _time = new();
    private Lines _logger = null!;

    [SetUp]
    public void Create() => _logger = new Lines();

    [Test]
    public void Takes_ManyLinesOfAMinute_TellsAFew()
    {
        var outage = new OutageLog(_time);
        Assert.That(outage.Takes(_logger, "2/2 brokers are down"), Is.False, "the first is written as it is");
        for (var tenth = 0; tenth < 600; tenth++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.That(outage.Takes(_logger, "2/2 brokers are down"), Is.True);
        }

        _time.Advance(TimeSpan.FromSeconds(20));
        var lines = _logger.Written;
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(8));
            Assert.That(lines[0], Does.StartWith("Kafka brokers are away for 10 s; 99 lines"));
            Assert.That(lines[^1], Does.StartWith("Kafka brokers answer"));
        });
    }

    [Test]
    public void Takes_AfterTheEnd_BeginsAnotherOutage()
    {
        var outage = new OutageLog(_time);
        outage.Takes(_logger, "away");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(outage.Takes(_logger, "away again"), Is.False);
    }

    [TestCase(ErrorCode.Local_AllBrokersDown, true)]
    [TestCase(ErrorCode.Local_Transport, true)]
    [TestCase(ErrorCode.Local_Authentication, false)]
    [TestCase(ErrorCode.TopicAuthorizationFailed, false)]
    public void Tells_AnError_OnlyOfBrokersThatAreAway(ErrorCode code, bool expected) => Assert.That(OutageLog.Tells(new Error(code)), Is.EqualTo(expected));

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
