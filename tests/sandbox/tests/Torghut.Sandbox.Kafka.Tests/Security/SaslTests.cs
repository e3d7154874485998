using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Security;

public sealed class SaslTests
{
    private static readonly KafkaUser User = new("reader", "a,b=c secret");

    [TestCase(SaslMechanism.Plain)]
    [TestCase(SaslMechanism.ScramSha512)]
    public async Task Login_RightPassword_Produces(SaslMechanism mechanism)
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Users = [User] });
        using var producer = Producer(own, mechanism, User.Password);

        var sent = await producer.ProduceAsync("topic", new Message<string?, string?> { Value = "v" });

        Assert.That(sent.Status, Is.EqualTo(PersistenceStatus.Persisted));
    }

    [TestCase(SaslMechanism.Plain, "wrong", "reader")]
    [TestCase(SaslMechanism.ScramSha512, "wrong", "reader")]
    [TestCase(SaslMechanism.ScramSha512, "a,b=c secret", "nobody")]
    public async Task Login_WrongPasswordOrUser_IsRefused(SaslMechanism mechanism, string password, string user)
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Users = [User] });
        var refused = new TaskCompletionSource<Error>();
        using var producer = Producer(own, mechanism, password, user, refused);

        var error = await refused.Task.WaitAsync(Clients.Timeout);

        Assert.That(error.Code, Is.EqualTo(ErrorCode.Local_Authentication));
    }

    [Test]
    public async Task Request_BeforeLogin_ClosesTheConnection()
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Users = [User] });
        using var client = WireClient.Connect(own.Bootstrap);

        Assert.Throws<EndOfStreamException>(() => client.InitProducer(null));
    }

    [Test]
    public void User_AsText_HidesThePassword() => Assert.That($"{User}", Does.Not.Contain("secret"));

    private static IProducer<string?, string?> Producer(
        OwnBroker own, SaslMechanism mechanism, string password, string user = "reader", TaskCompletionSource<Error>? refused = null)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = own.Bootstrap,
            SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = mechanism,
            SaslUsername = user,
            SaslPassword = password,
        };
        return new ProducerBuilder<string?, string?>(config).SetValueSerializer(Utf8OrNull.Instance).SetKeySerializer(Utf8OrNull.Instance)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) =>
            {
                if (error.Code == ErrorCode.Local_Authentication)
                {
                    refused?.TrySetResult(error);
                }
            }).Build();
    }
}
