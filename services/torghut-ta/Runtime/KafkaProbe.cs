using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ta.Kafka;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Asks the brokers for a topic's metadata at a steady pace, so that readiness tells the truth also while no record flows: the clients
/// themselves hide an outage by retrying.
/// </summary>
internal sealed class KafkaProbe(KafkaClients clients, TaState state, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(900);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => state.JobState == JobState.Suspended
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => ProbeAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        using var admin = clients.Admin();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            state.KafkaError = Probe(admin);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private string? Probe(IAdminClient admin)
    {
        try
        {
            var topic = admin.GetMetadata(clients.Options.TradesTopic, Timeout).Topics.FirstOrDefault();
            return topic is { Error.IsError: false } ? null : KafkaErrorClass.Metadata;
        }
        catch (KafkaException exception)
        {
            return KafkaErrorClass.Of(exception.Error, ErrorClass.Kafka);
        }
    }
}
