using Torghut.Ws.Publishing;
using Torghut.Ws.Publishing.Native;

namespace Torghut.Ws.Tests.Publishing;

public sealed class ProduceTicketTests
{
    [Test]
    public void Pack_AnyTime_RoundTrips([Values(0, 1, 123_456_789_012_345, 1_000_000_000_000_000_000)] long startedAt) =>
        Assert.That(ProduceTicket.Unpack(new ProduceTicket(ProduceTopic.TradeUpdates, startedAt).Pack()),
        Is.EqualTo(new ProduceTicket(ProduceTopic.TradeUpdates, startedAt)));
}
