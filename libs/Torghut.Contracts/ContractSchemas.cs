using Torghut.Avro;

namespace Torghut.Contracts;

/// <summary>The Avro schemas of the suite's records, from the embedded <c>Schemas/*.avsc</c>, each of them read when it is first asked for.</summary>
public static class ContractSchemas
{
    public static AvroSchema Trade => LazyInitializer.EnsureInitialized(ref field, static () => Load("trade"));

    public static AvroSchema Quote => LazyInitializer.EnsureInitialized(ref field, static () => Load("quote"));

    public static AvroSchema Bar => LazyInitializer.EnsureInitialized(ref field, static () => Load("bar"));

    public static AvroSchema Microbar => LazyInitializer.EnsureInitialized(ref field, static () => Load("microbar"));

    public static AvroSchema Signal => LazyInitializer.EnsureInitialized(ref field, static () => Load("signal"));

    public static AvroSchema TradeUpdate => LazyInitializer.EnsureInitialized(ref field, static () => Load("trade-update"));

    public static AvroSchema ForwarderStatus => LazyInitializer.EnsureInitialized(ref field, static () => Load("forwarder-status"));

    public static AvroSchema TaStatus => LazyInitializer.EnsureInitialized(ref field, static () => Load("ta-status"));

    public static AvroSchema DeadLetter => LazyInitializer.EnsureInitialized(ref field, static () => Load("dead-letter"));

    /// <summary>The schema of the topic that carries records of a kind.</summary>
    public static AvroSchema ForTopic(RecordKind kind) => kind switch
    {
        RecordKind.Trade => Trade,
        RecordKind.Quote => Quote,
        RecordKind.Bar => Bar,
        RecordKind.Microbar => Microbar,
        RecordKind.Signal => Signal,
        RecordKind.TradeUpdate => TradeUpdate,
        RecordKind.ForwarderStatus => ForwarderStatus,
        RecordKind.TaStatus => TaStatus,
        RecordKind.DeadLetter => DeadLetter,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The schema of a topic by its name in <see cref="Topics"/>; null for a topic whose values are not Avro.</summary>
    public static AvroSchema? ForTopic(string topic) => topic switch
    {
        Topics.Trades => Trade,
        Topics.Quotes => Quote,
        Topics.Bars1m => Bar,
        Topics.TaMicrobars => Microbar,
        Topics.TaSignals => Signal,
        Topics.TradeUpdates => TradeUpdate,
        Topics.Status => ForwarderStatus,
        Topics.TaStatus => TaStatus,
        Topics.DeadLetter => DeadLetter,
        _ => null,
    };

    /// <summary>The registry subject of a topic's values (TopicNameStrategy).</summary>
    public static string Subject(string topic) => topic + "-value";

    private static AvroSchema Load(string name)
    {
        using var stream = typeof(ContractSchemas).Assembly.GetManifestResourceStream(name + ".avsc")
            ?? throw new InvalidOperationException($"the schema {name}.avsc is not embedded in this assembly");
        using var reader = new StreamReader(stream);
        return AvroSchema.Parse(reader.ReadToEnd());
    }
}
