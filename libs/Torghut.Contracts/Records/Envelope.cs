namespace Torghut.Contracts.Records;

/// <summary>The head that every record of the suite carries, whatever its topic.</summary>
/// <param name="IngestTs">When the forwarder received the datum, nanoseconds since the Unix epoch, UTC. A derived record has the largest of its inputs.</param>
/// <param name="EventTs">The datum's own time, nanoseconds since the Unix epoch, UTC. A derived record has its window's end.</param>
/// <param name="Feed">Alpaca feed the datum came from, for example <c>iex</c> or <c>sip</c>.</param>
/// <param name="Channel">Channel within the feed, see <see cref="Channels"/>.</param>
/// <param name="Symbol">Ticker; also the Kafka key.</param>
/// <param name="Seq">Strictly increasing per symbol across restarts of the producer; window start in epoch seconds for derived records.</param>
/// <param name="IsFinal">Whether the datum will not be revised.</param>
/// <param name="Source">How the datum came in, see <see cref="Sources"/>.</param>
/// <param name="Window">The window of a derived record; null for ingested ones.</param>
/// <param name="Version">Version of the envelope, 1.</param>
public readonly record struct Envelope(
    long IngestTs,
    long EventTs,
    string Feed,
    string Channel,
    string Symbol,
    long Seq,
    bool IsFinal,
    string Source,
    Window? Window,
    int Version = 1);
