using System.Buffers.Binary;
using System.Net.Sockets;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Protocol;

/// <summary>Bytes that are no request cost the connection they came on, and nothing else.</summary>
public sealed class HostileRequestTests
{
    private OwnBroker _own = null!;

    [SetUp]
    public async Task StartAsync() => _own = await OwnBroker.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    [Test]
    public async Task Requests_Damaged_LeaveTheBrokerServing()
    {
        await Clients.SendAsync("topic", ["before"], bootstrap: _own.Bootstrap);
        var random = new Random(11);
        var keys = Enum.GetValues<ApiKey>();
        for (var i = 0; i < 400; i++)
        {
            ApiVersions.TryGet((short)keys[i % keys.Length], out var known);
            var body = new byte[random.Next(0, 60)];
            if (random.Next(3) > 0)
            {
                random.NextBytes(body);
            }

            SendRaw((short)known.Key, (short)random.Next(known.Min, known.Max + 1), body);
        }

        await Clients.SendAsync("topic", ["after"], bootstrap: _own.Bootstrap);
        var values = Clients.Values("topic", partitions: 3, bootstrap: _own.Bootstrap);

        Assert.That(values, Does.Contain("before").And.Contain("after"));
    }

    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(int.MaxValue)]
    public void Frame_ImpossibleLength_ClosesTheConnection(int length)
    {
        using var connection = Connect();
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, length);
        connection.GetStream().Write(head);

        Assert.That(connection.GetStream().Read(new byte[1]), Is.Zero);
    }

    [Test]
    public void Request_UnknownKind_ClosesTheConnection()
    {
        using var client = WireClient.Connect(_own.Bootstrap);

        Assert.Throws<EndOfStreamException>(() => client.Call((ApiKey)999, 0, _ => { }));
    }

    [Test]
    public void ApiVersions_FromTheFuture_IsAnsweredInTheOldestForm()
    {
        using var client = WireClient.Connect(_own.Bootstrap);
        var response = client.Call(ApiKey.ApiVersions, 99, _ => { });

        Assert.That((ErrorCode)response.Int16(), Is.EqualTo(ErrorCode.UnsupportedVersion));
        Assert.That(response.ArrayLength(), Is.EqualTo(ApiVersions.All.Length));
    }

    private void SendRaw(short key, short version, byte[] body)
    {
        using var connection = Connect();
        using var writer = new WireWriter();
        writer.Int32(0);
        writer.Int16(key);
        writer.Int16(version);
        writer.Int32(1);
        writer.String("hostile");
        writer.Raw(body);
        writer.PatchInt32(0, writer.Length - 4);
        var response = new byte[4096];
        try
        {
            connection.Client.Send(writer.Written.Span);
            connection.Client.Shutdown(SocketShutdown.Send);
            while (connection.Client.Receive(response) > 0)
            {
                // Whatever it answers, it must come to an end.
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.NotConnected)
        {
            TestContext.Out.WriteLine($"{(ApiKey)key} v{version}: closed");
        }
    }

    private TcpClient Connect() => new("127.0.0.1", int.Parse(_own.Bootstrap.Split(':')[1], null)) { ReceiveTimeout = 5_000 };
}
