using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Torghut.Ws.Publishing.Native;

/// <summary>A librdkafka producer whose configuration comes from Confluent.Kafka and whose records cost no managed memory.</summary>
internal sealed unsafe class KafkaProducerHandle : IDisposable
{
    private const int ErrorSize = 512;
    private const int PollMilliseconds = 100;
    private const int ArgumentsWithHeader = 6;

    /// <summary>How long the client may take to end; what it still has then is not waited for.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly GCHandle _events;
    private readonly nint _client;
    private readonly nint[] _topics;
    private readonly Thread _polling;
    private volatile bool _stopping;

    /// <exception cref="InvalidOperationException">librdkafka refuses a setting.</exception>
    public KafkaProducerHandle(ProducerConfig config, IReadOnlyList<string> topics, IProducerEvents events)
    {
        _events = GCHandle.Alloc(events);
        _client = Create(config, GCHandle.ToIntPtr(_events));
        _topics = [.. topics.Select(topic => LibRdKafka.NewTopic(_client, topic, 0))];
        _polling = new Thread(Poll) { IsBackground = true, Name = "kafka-poll" };
        _polling.Start();
    }

    /// <returns>0, or librdkafka's error: <see cref="ErrorCode.Local_QueueFull"/> asks to try again later.</returns>
    public int Produce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ProduceTicket ticket)
    {
        fixed (byte* keyBytes = key, valueBytes = value)
        {
            return LibRdKafka.Produce(
                _topics[(int)ticket.Topic], LibRdKafka.AnyPartition, LibRdKafka.CopyPayload, valueBytes, (nuint)value.Length, keyBytes, (nuint)key.Length,
                ticket.Pack()) == 0
                ? 0
                : LibRdKafka.LastError();
        }
    }

    /// <summary>The same with the W3C trace context in the record's header.</summary>
    public int Produce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ProduceTicket ticket, ReadOnlySpan<byte> traceParent)
    {
        fixed (byte* keyBytes = key, valueBytes = value, headerName = HeaderName, headerValue = traceParent)
        {
            var arguments = stackalloc NativeArgument[]
            {
                NativeArgument.Topic(_topics[(int)ticket.Topic]),
                NativeArgument.CopyPayload(),
                NativeArgument.Key(keyBytes, (nuint)key.Length),
                NativeArgument.Value(valueBytes, (nuint)value.Length),
                NativeArgument.Header(headerName, headerValue, traceParent.Length),
                NativeArgument.Opaque(ticket.Pack()),
            };
            var error = LibRdKafka.ProduceWith(_client, arguments, ArgumentsWithHeader);
            if (error == 0)
            {
                return 0;
            }

            var code = LibRdKafka.ErrorCode(error);
            LibRdKafka.DestroyError(error);
            return code;
        }
    }

    public void Flush(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && LibRdKafka.Flush(_client, PollMilliseconds) != 0)
        {
        }
    }

    public static string ErrorText(int error) => Marshal.PtrToStringUTF8((nint)LibRdKafka.ErrorText(error)) ?? "";

    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        var ending = new Thread(End) { IsBackground = true, Name = "kafka-end" };
        ending.Start();
        ending.Join(EndLimit);
    }

    private void End()
    {
        _polling.Join();
        foreach (var topic in _topics)
        {
            LibRdKafka.DestroyTopic(topic);
        }

        LibRdKafka.Destroy(_client);
        _events.Free();
    }

    private static nint Create(ProducerConfig config, nint events)
    {
        var error = stackalloc byte[ErrorSize];
        var configuration = LibRdKafka.NewConfiguration();
        foreach (var (name, value) in config)
        {
            if (LibRdKafka.Set(configuration, name, value, error, ErrorSize) != LibRdKafka.ConfigurationOk)
            {
                LibRdKafka.DestroyConfiguration(configuration);
                throw new InvalidOperationException($"Kafka setting {name}: {Marshal.PtrToStringUTF8((nint)error)}");
            }
        }

        LibRdKafka.SetOpaque(configuration, events);
        LibRdKafka.SetDeliveryCallback(configuration, &OnDelivery);
        LibRdKafka.SetErrorCallback(configuration, &OnError);
        LibRdKafka.SetLogCallback(configuration, &OnLog);
        var client = LibRdKafka.New(LibRdKafka.ProducerType, configuration, error, ErrorSize);
        if (client == 0)
        {
            LibRdKafka.DestroyConfiguration(configuration);
            throw new InvalidOperationException($"Kafka producer: {Marshal.PtrToStringUTF8((nint)error)}");
        }

        return client;
    }

    /// <summary>As a C string: literals end with a zero that is not part of the span.</summary>
    private static ReadOnlySpan<byte> HeaderName => "traceparent"u8;

    private static IProducerEvents Events(nint opaque) => (IProducerEvents)GCHandle.FromIntPtr(opaque).Target!;

    [UnmanagedCallersOnly]
    private static void OnDelivery(nint client, NativeMessage* message, nint opaque) =>
        Events(opaque).OnDelivery(ProduceTicket.Unpack(message->Opaque), message->Error);

    [UnmanagedCallersOnly]
    private static void OnError(nint client, int error, byte* reason, nint opaque) =>
        Events(opaque).OnError(new Error((ErrorCode)error, Marshal.PtrToStringUTF8((nint)reason) ?? "", error == (int)ErrorCode.Local_Fatal));

    [UnmanagedCallersOnly]
    private static void OnLog(nint client, int level, byte* facility, byte* text) => Events(LibRdKafka.Opaque(client)).OnLog(
        new LogMessage("producer", (SyslogLevel)level, Marshal.PtrToStringUTF8((nint)facility) ?? "", Marshal.PtrToStringUTF8((nint)text) ?? ""));

    private void Poll()
    {
        while (!_stopping)
        {
            _ = LibRdKafka.Poll(_client, PollMilliseconds);
        }
    }
}
