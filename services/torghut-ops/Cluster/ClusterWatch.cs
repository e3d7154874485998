using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using Torghut.Common.Resilience;
using Torghut.Ops.Observability;

namespace Torghut.Ops.Cluster;

/// <summary>
/// Keeps a copy of all objects of a kind. Whatever ends a watch (its time, a version that the server no longer has, half a line, silence), everything is
/// listed again and the copy replaced: an object that went meanwhile is gone from the copy too.
/// </summary>
internal sealed class ClusterWatch(ClusterClient client, ClusterResource resource, WatchTiming timing, TimeProvider time, ILogger<ClusterWatch> logger)
{
    /// <summary>Longest line that is read, bytes: larger than any object that the server stores.</summary>
    private const int MaxLine = 4 << 20;

    private readonly FullJitterBackoff _backoff = new(timing.FirstDelay, timing.LongestDelay, Random.Shared);
    private volatile ClusterCopy? _copy;

    public ClusterResource Resource => resource;

    /// <summary>Null before the first list.</summary>
    public ClusterCopy? Copy => _copy;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            Exception? failure = null;

            // Whatever a server, or a kubeconfig that is being written, makes of it: a watch that ended for good would let its copy grow old in silence.
            try
            {
                await FollowAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failure = e;
                OpsLog.WatchEnded(logger, resource.Path, failure.GetType().Name, (failure as HttpRequestException)?.StatusCode?.ToString("D") ?? "");
            }

            failures = failure is null ? 0 : failures + 1;
            await Task.Delay(Wait(failure, failures), time, cancellationToken);
        }
    }

    private TimeSpan Wait(Exception? failure, int failures)
    {
        var own = timing.Pause + (failures == 0 ? TimeSpan.Zero : _backoff.Next(failures));
        var asked = failure is null ? null : HttpFailures.RetryAfter(failure);
        return asked > timing.LongestAsked ? timing.LongestAsked : asked > own ? asked.Value : own;
    }

    /// <summary>Lists, then follows what changes until the server ends it.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(timing.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var list = await client.ListAsync(resource, either.Token);
        _copy = new ClusterCopy(list.Objects.ToImmutableDictionary(StringComparer.Ordinal), time.GetUtcNow());
        silence.CancelAfter(timing.Silence);
        using var response = await client.WatchAsync(resource, list.Version, timing.Lifetime, either.Token);
        var lines = PipeReader.Create(await response.Content.ReadAsStreamAsync(either.Token));
        try
        {
            while (await ReadAsync(lines, either.Token))
            {
                silence.CancelAfter(timing.Silence);
            }
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    /// <summary>Takes in the whole lines that have come; false at the end.</summary>
    private async Task<bool> ReadAsync(PipeReader lines, CancellationToken cancellationToken)
    {
        var read = await lines.ReadAsync(cancellationToken);
        var rest = read.Buffer;
        while (rest.PositionOf((byte)'\n') is { } end)
        {
            using var line = JsonDocument.Parse(rest.Slice(0, end));
            Apply(line.RootElement);
            rest = rest.Slice(rest.GetPosition(1, end));
        }

        if (rest.Length > MaxLine || (read.IsCompleted && rest.Length > 0))
        {
            throw new IOException(read.IsCompleted ? "the watch ended within a line" : "a line of the watch is too long");
        }

        lines.AdvanceTo(rest.Start, rest.End);
        return !read.IsCompleted;
    }

    private void Apply(JsonElement line)
    {
        if (!line.TryGet("object", out var changed))
        {
            throw new JsonException("a line without an object");
        }

        var (type, objects) = (line.Text("type"), _copy!.Objects);
        _copy = new ClusterCopy(
            type switch
            {
                "ADDED" or "MODIFIED" => objects.SetItem(NameOf(changed), changed.Clone()),
                "DELETED" => objects.Remove(NameOf(changed)),
                "BOOKMARK" => objects,
                "ERROR" => throw new IOException("the server ended the watch with an error"),
                _ => throw new JsonException("a line of an unknown type"),
            },
            time.GetUtcNow());
    }

    private static string NameOf(JsonElement changed) => changed.Text("metadata", "name") ?? throw new JsonException("an object without a name");
}
