using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>A partition is taken over, or it is not: nobody waits without end for where its changelog ends.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StateRestorerGuardTests : IDisposable
{
    private readonly HungTime _time = new();
    private int _opened;

    [Test]
    public void Read_EndsNeverCome_IsOverdueAfterItsLimit() => Assert.That(
        () => Read(() => _time.Hang()),
        Throws.TypeOf<CallOverdueException>().With.Message.EqualTo("Ask did not return within 5 s."));

    [Test]
    public void Read_BrokerIsAway_AsksWithAnotherClientEachTime()
    {
        Assert.That(() => Read(() => throw new KafkaException(ErrorCode.Local_TimedOut)), Throws.TypeOf<KafkaException>());
        Assert.That(_opened, Is.EqualTo(4));
    }

    private void Read(Action ask)
    {
        var clients = new KafkaClients(new TaKafkaOptions(), NullLogger<KafkaClients>.Instance);
        new StateRestorer(clients, Failpoints.None, _time, Open).Read([0], () => { }, CancellationToken.None);

        IEndOffsetClient Open()
        {
            _opened++;
            return ScriptedClient.Of<IEndOffsetClient>(member =>
            {
                if (member == "Ask")
                {
                    ask();
                }

                return null;
            });
        }
    }

    public void Dispose() => _time.Dispose();
}
