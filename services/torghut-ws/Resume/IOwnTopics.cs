namespace Torghut.Ws.Resume;

/// <summary>What earlier runs left in the service's own topics.</summary>
internal interface IOwnTopics
{
    /// <summary>Reads until it succeeds; meanwhile Kafka's gate is shut.</summary>
    Task<PublishedBefore> ReadAsync(CancellationToken cancellationToken);
}
