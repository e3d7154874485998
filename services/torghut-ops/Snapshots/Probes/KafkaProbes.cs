using System.Text.Json.Nodes;
using Confluent.Kafka;
using Torghut.Ops.Evidence;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>How far groups are behind, and whether topics are kept as the contract asks.</summary>
/// <param name="inspector">Null where no broker is configured.</param>
internal sealed class KafkaProbes(KafkaInspector? inspector)
{
    private const string Component = "kafka";
    private const string Tools = "--bootstrap-server \"$KAFKA_BOOTSTRAP\" --command-config client.properties";

    public IEnumerable<Probe> All() =>
    [
        Make("groups", $"kafka-consumer-groups.sh {Tools} --describe --all-groups", async kafka => new JsonObject
        {
            ["groups"] = new JsonArray([.. (await kafka.GroupsAsync()).Select(ToJson)]),
        }),
        Make("topics", $"kafka-topics.sh {Tools} --describe --topic 'torghut.*'", async kafka => new JsonObject
        {
            ["topics"] = new JsonArray([.. (await kafka.TopicsAsync()).Select(ToJson)]),
        }),
    ];

    private static JsonObject ToJson(GroupLag row) => new()
    {
        ["group"] = row.Group,
        ["state"] = row.State,
        ["topic"] = row.Topic,
        ["lag"] = (double)row.Lag,
        ["partitions"] = (double)row.Partitions,
    };

    private static JsonObject ToJson(TopicLog row) => new()
    {
        ["topic"] = row.Topic,
        ["partitions"] = (double)row.Partitions,
        ["earliest"] = (double)row.Earliest,
        ["end"] = (double)row.End,
        ["retention_hours"] = row.Retention?.TotalHours,
        ["cleanup"] = row.Cleanup,
    };

    private Probe Make(string name, string command, Func<KafkaInspector, Task<JsonObject>> ask) => new(
        Plane.Data, Component, name, command,
        async cancellationToken =>
        {
            if (inspector is null)
            {
                throw new NotConfiguredException("KAFKA_BOOTSTRAP");
            }

            try
            {
                // Its first call loads the native client, which must not hold the other probes up.
                return new Reading(await Task.Run(() => ask(inspector), cancellationToken));
            }
            catch (KafkaException failed)
            {
                throw new ProbeException(OutcomeOf(failed.Error.Code), $"kafka: {failed.Error.Code}", failed);
            }
        });

    private static Outcome OutcomeOf(ErrorCode code) => code switch
    {
        ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut => Outcome.Timeout,
        ErrorCode.GroupAuthorizationFailed or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication => Outcome.Forbidden,
        _ => Outcome.Unreachable,
    };
}
