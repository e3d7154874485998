using Torghut.Contracts;
using Torghut.Contracts.Decoding;

namespace Torghut.Ws.Publishing;

/// <summary>The registry's ids of the schemas this service writes, read once at start; the registry is not needed afterwards.</summary>
internal sealed class SchemaIds
{
    private readonly int[] _ids;

    private SchemaIds(int[] ids) => _ids = ids;

    /// <summary>Ids that are known already, in the topics' order.</summary>
    public static SchemaIds Of(int[] ids) => new(ids);

    public int this[ProduceTopic topic] => _ids[(int)topic];

    /// <exception cref="SchemaSourceException">The registry cannot be read, or does not know a schema and may not be given it.</exception>
    public static async Task<SchemaIds> FetchAsync(
        ISchemaSource registry, TopicNames topics, bool autoRegister, CancellationToken cancellationToken)
    {
        var ids = new int[TopicNames.All.Count];
        foreach (var topic in TopicNames.All)
        {
            var subject = ContractSchemas.Subject(topics[topic]);
            var schema = ContractSchemas.ForTopic(Kind(topic));
            ids[(int)topic] = autoRegister
                ? await registry.RegisterAsync(subject, schema, cancellationToken)
                : await registry.GetIdAsync(subject, schema, cancellationToken);
        }

        return new SchemaIds(ids);
    }

    private static RecordKind Kind(ProduceTopic topic) => topic switch
    {
        ProduceTopic.Trades => RecordKind.Trade,
        ProduceTopic.Quotes => RecordKind.Quote,
        ProduceTopic.Bars => RecordKind.Bar,
        ProduceTopic.Status => RecordKind.ForwarderStatus,
        ProduceTopic.TradeUpdates => RecordKind.TradeUpdate,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, null),
    };
}
