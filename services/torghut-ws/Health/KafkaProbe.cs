using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Health;

/// <summary>Looks at the topics' metadata now and then, on a connection of its own so that a full produce queue does not delay it.</summary>
internal sealed class KafkaProbe(
    PublishingOptions publishing, HealthOptions options, TopicNames topics, KafkaHealth health, ProducerStall stall, ClientGuards guards,
    ILogger<KafkaProbe> logger)
    : BackgroundService
{
    /// <summary>With the distance between looks less than the two seconds in which readiness is to tell the truth.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMilliseconds(1400);
    private static readonly TimeSpan Limit = ResponseTimeout + TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private string? _logged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var guard = new CallGuard("metadata", guards.Time);
            var client = new AdminClientBuilder(publishing.Connection.ToClientConfig())
                .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
                .SetErrorHandler((_, error) => health.ClientError(error))
                .Build();
            try
            {
                await LookAsync(client, guard, stoppingToken);
            }
            catch (CallOverdueException overdue)
            {
                guards.OverdueCalls.Report(overdue);
                health.MetadataFailed(KafkaErrorClass.Metadata);
            }
            finally
            {
                ClientDisposal.Of(client, guard);
            }
        }
    }

    private async Task LookAsync(IAdminClient client, CallGuard guard, CancellationToken cancellationToken)
    {
        while (true)
        {
            var problem = await FindProblemAsync(client, guard);
            Tell(problem);
            await Task.Delay(problem is null ? options.MetadataInterval : RetryPause, guards.Time, cancellationToken);
        }
    }

    private async Task<string?> FindProblemAsync(IAdminClient client, CallGuard guard)
    {
        try
        {
            var metadata = await guard.RunAsync(nameof(client.GetMetadata), Limit, () => client.GetMetadata(ResponseTimeout));
            var names = TopicNames.All.Select(topic => topics[topic]).ToHashSet(StringComparer.Ordinal);
            var known = metadata.Topics.Where(topic => names.Contains(topic.Topic) && !topic.Error.IsError && topic.Partitions.Count > 0).ToList();
            names.ExceptWith(known.Select(topic => topic.Topic));
            if (names.Count == 0)
            {
                health.MetadataKnown();
                stall.Look(known);
                return null;
            }

            health.MetadataFailed(KafkaErrorClass.Metadata);
            return "missing topics: " + string.Join(", ", names.Order(StringComparer.Ordinal));
        }
        catch (KafkaException exception)
        {
            if (health.State.ErrorClass != KafkaErrorClass.Authentication)
            {
                health.MetadataFailed(KafkaErrorClass.Of(exception.Error, KafkaErrorClass.Metadata));
            }

            return exception.Error.Reason;
        }
    }

    private void Tell(string? problem)
    {
        if (problem is not null && problem != _logged)
        {
            WsLog.KafkaMetadataUnavailable(logger, problem);
        }

        _logged = problem;
    }
}
