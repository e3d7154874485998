using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Health;

/// <summary>Looks at the topics' metadata now and then, on a connection of its own so that a full produce queue does not delay it.</summary>
internal sealed class KafkaProbe(
    PublishingOptions publishing, HealthOptions options, TopicNames topics, KafkaHealth health, TimeProvider time, ILogger<KafkaProbe> logger)
    : BackgroundService
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private string? _logged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = new AdminClientBuilder(publishing.Connection.ToClientConfig())
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => health.ClientError(error))
            .Build();
        while (true)
        {
            // The client has no asynchronous form of this call.
            var problem = await Task.Run(() => FindProblem(client), stoppingToken);
            Tell(problem);
            await Task.Delay(problem is null ? options.MetadataInterval : RetryPause, time, stoppingToken);
        }
    }

    private string? FindProblem(IAdminClient client)
    {
        try
        {
            var known = client.GetMetadata(ResponseTimeout).Topics
                .Where(topic => !topic.Error.IsError && topic.Partitions.Count > 0)
                .Select(topic => topic.Topic)
                .ToHashSet(StringComparer.Ordinal);
            var missing = TopicNames.All.Select(topic => topics[topic]).Where(name => !known.Contains(name)).ToList();
            if (missing.Count == 0)
            {
                health.MetadataKnown();
                return null;
            }

            health.MetadataFailed(KafkaErrorClass.Metadata);
            return "missing topics: " + string.Join(", ", missing);
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
