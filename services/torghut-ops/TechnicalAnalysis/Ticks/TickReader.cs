using System.Globalization;
using Confluent.Kafka;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ops.Http;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>
/// Finds the raw trades behind a bar. The bar's own row names the range of the log that it was computed from; a row that is older than those columns is
/// looked for by the times of the log's records.
/// </summary>
internal sealed class TickReader(BarOrigins origins, TickLog log, TopicSchemas schemas, TimeProvider time) : IDisposable
{
    public static readonly QueryParameter[] Parameters =
        [QueryParameters.Symbol, new("at", "'t' of a one-second bar, epoch seconds.", Required: true), QueryParameters.Format];

    /// <summary>A record is appended within this of its event, or it was not live.</summary>
    private static readonly TimeSpan AppendedWithin = TimeSpan.FromSeconds(10);

    /// <summary>Looking through logs costs a connection each.</summary>
    private readonly SemaphoreSlim _turns = new(2);

    public async Task<BarTicks> ReadAsync(TickRequest request, CancellationToken cancellationToken)
    {
        if (await origins.FindAsync(request.Symbol, request.At, cancellationToken) is not { } origin)
        {
            return new BarTicks(request, [], Quotes: null, "there is no bar of that second");
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(request, origin.Lineage, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<BarTicks> ReadAsync(TickRequest request, Lineage? lineage, CancellationToken cancellationToken)
    {
        if (lineage is not { } range)
        {
            return new BarTicks(request, [], Quotes: null, "the bar's row does not name the records that it was computed from");
        }

        var (start, end) = (DateTimeOffset.FromUnixTimeSeconds(request.At), DateTimeOffset.FromUnixTimeSeconds(request.At + 1));
        var span = new LogSpan(new TopicPartition(range.Topic, range.Partition), range.FirstOffset, range.LastOffset, start, end);
        var found = await log.FindAsync(span, request.Symbol);
        var (trades, broken) = await DecodeAsync(found.Records, RecordCodecs.Trade, cancellationToken);
        var ticks = trades.Where(record => IsWithin(record.Value.Envelope, request.At))
            .Select(record => new TickTrade(range.Topic, range.Partition, record.Offset, record.Value)).ToArray();
        return new BarTicks(request, ticks, await QuotesAsync(request, range.Partition, start, end, cancellationToken), found.Shortage ?? broken);
    }

    /// <summary>Quotes have the partition of their symbol's trades. A bar's row does not name them, so they are found by when they were appended.</summary>
    private async Task<TickQuotes> QuotesAsync(
        TickRequest request, int partition, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var found = await log.FindAsync(new LogSpan(new TopicPartition(Topics.Quotes, partition), null, null, start, end + AppendedWithin), request.Symbol);
        var (quotes, broken) = await DecodeAsync(found.Records, RecordCodecs.Quote, cancellationToken);
        var offsets = quotes.Where(record => IsWithin(record.Value.Envelope, request.At)).Select(record => record.Offset).ToArray();
        return new TickQuotes(
            Topics.Quotes, partition, offsets.Length == 0 ? null : offsets[0], offsets.Length == 0 ? null : offsets[^1], offsets.Length,
            found.Shortage ?? broken ?? (offsets.Length == 0 ? $"none was appended within {AppendedWithin.TotalSeconds:0} s of that second" : null));
    }

    private static bool IsWithin(in Envelope envelope, long second) => Nanos.FloorSecond(envelope.EventTs) == second;

    private async Task<(IReadOnlyList<(long Offset, T Value)> Records, string? Broken)> DecodeAsync<T>(
        IReadOnlyList<ConsumeResult<string?, byte[]?>> records, RecordCodec<T> codec, CancellationToken cancellationToken)
        where T : struct
    {
        var decoder = new RecordDecoder<T>(codec, schemas.Require(), time);
        var decoded = new List<(long, T)>();
        var failures = 0;
        foreach (var record in records)
        {
            var result = await decoder.DecodeAsync(record.Message.Value, cancellationToken);
            if (result.IsSuccess)
            {
                decoded.Add((record.Offset.Value, result.Value));
            }
            else
            {
                failures++;
            }
        }

        return (decoded, failures == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{failures} records could not be decoded"));
    }
}
