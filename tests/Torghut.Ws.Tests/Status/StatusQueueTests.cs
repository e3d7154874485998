using Torghut.Contracts.Records;
using Torghut.Ws.Status;

namespace Torghut.Ws.Tests.Status;

/// <summary>An outage is told once Kafka takes records again, also when its queue was full before the first word of it.</summary>
public sealed class StatusQueueTests
{
    private readonly List<string?> _published = [];
    private StatusQueue _queue = null!;
    private bool _hasRoom;

    [SetUp]
    public void Create() => (_queue, _hasRoom) = (new StatusQueue(), true);

    [TearDown]
    public void Forget() => _published.Clear();

    [Test]
    public void Offer_FullWhileKafkaIsAway_TellsOnceWhenThereIsRoom()
    {
        _hasRoom = false;
        Assert.That(Offer(ForwarderStates.Error, StatusReasons.NotReady), Is.True);
        Assert.That(Offer(ForwarderStates.Error, StatusReasons.NotReady), Is.False, "it says what was said");
        Assert.That(Offer(ForwarderStates.Healthy, null), Is.False, "it would be old");
        Assert.That(_published, Is.Empty);

        _hasRoom = true;
        Offer(ForwarderStates.Healthy, null);
        Assert.That(_published, Is.EqualTo(new[] { StatusReasons.NotReady, null }));
    }

    [Test]
    public void Offer_ManyDifferentOnes_KeepsTheirOrderAndABoundedNumber()
    {
        _hasRoom = false;
        for (var i = 0; i < 200; i++)
        {
            Offer(ForwarderStates.Error, $"reason {i}");
        }

        _hasRoom = true;
        Offer(ForwarderStates.Error, "last");
        Assert.That(_published, Has.Count.EqualTo(65));
        Assert.That((_published[0], _published[^1]), Is.EqualTo(("reason 0", "last")));
    }

    private bool Offer(string status, string? reason) => _queue.Offer(
        new ForwarderStatus(default, status, reason, null, 0, null),
        record =>
        {
            if (_hasRoom)
            {
                _published.Add(record.Reason);
            }

            return _hasRoom;
        });
}
