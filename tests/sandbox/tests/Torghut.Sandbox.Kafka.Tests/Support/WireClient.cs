using System.Buffers.Binary;
using System.Net.Sockets;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>Speaks the protocol directly, for what no client lets a test do: wrong sequences, damaged batches, one step at a time.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly TcpClient _connection;
    private readonly WireWriter _writer = new();
    private int _correlation;

    private WireClient(TcpClient connection) => _connection = connection;

    public static WireClient Connect(string? bootstrap = null)
    {
        var address = (bootstrap ?? TestKafka.Bootstrap).Split(',')[0].Split(':');
        return new WireClient(new TcpClient(address[0], int.Parse(address[1], null)) { NoDelay = true, ReceiveTimeout = 30_000 });
    }

    /// <summary>Sends a request in a version without compact lengths and gives the answer's body.</summary>
    public WireReader Call(ApiKey api, short version, Action<WireWriter> body)
    {
        Send(api, version, body);
        return Receive();
    }

    /// <summary>Sends a request in a version with compact lengths and tagged fields and gives the answer's body.</summary>
    public WireReader CallFlexible(ApiKey api, short version, Action<WireWriter> body)
    {
        Send(api, version, w =>
        {
            w.Flexible = true;
            w.Tags();
            body(w);
            w.Tags();
        });
        var response = Receive();
        response.Flexible = true;
        response.Tags();
        return response;
    }

    public void Send(ApiKey api, short version, Action<WireWriter> body)
    {
        _writer.Clear();
        _writer.Int32(0);
        _writer.Int16((short)api);
        _writer.Int16(version);
        _writer.Int32(++_correlation);
        _writer.String("wire-test");
        body(_writer);
        _writer.PatchInt32(0, _writer.Length - 4);
        _connection.GetStream().Write(_writer.Written.Span);
    }

    /// <exception cref="EndOfStreamException">The broker closed the connection.</exception>
    public WireReader Receive()
    {
        var stream = _connection.GetStream();
        var head = new byte[4];
        stream.ReadExactly(head);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        stream.ReadExactly(frame);
        var reader = new WireReader();
        reader.Reset(frame, 0, frame.Length);
        Assert.That(reader.Int32(), Is.EqualTo(_correlation), "the answer is another request's");
        return reader;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _writer.Dispose();
    }
}
