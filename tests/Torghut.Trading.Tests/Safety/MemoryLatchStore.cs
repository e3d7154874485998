using System.Globalization;
using Npgsql;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Tests.Safety;

/// <summary>What Postgres does for latches, in memory: it can be away, and it can hang.</summary>
internal sealed class MemoryLatchStore : ILatchStore
{
    private readonly Dictionary<string, LatchRow> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);

    /// <summary>Kinds and reasons of audit rows, the oldest first.</summary>
    public List<string> Audit { get; } = [];

    public bool Away { get; set; }

    /// <summary>Statements wait for it while it is set.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    public bool Knows(LatchCall call) => _stored.Contains(call.Id);

    public bool IsEngaged(string latch) => _rows.GetValueOrDefault(latch)?.Engaged == true;

    public async Task<IReadOnlyList<LatchRow>> LoadAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken);
        return [.. _rows.Values];
    }

    public async Task<bool> EngageAsync(string accountLabel, string latch, LatchCall call, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken);
        if (_stored.Contains(call.Id))
        {
            return true;
        }

        if (!IsEngaged(latch))
        {
            _rows[latch] = new LatchRow
            {
                Latch = latch,
                Engaged = true,
                Reason = call.Reason,
                Actor = call.Actor,
                EngagedAt = call.At,
                Engagement = call.Id,
            };
            Add("engaged", call);
        }
        else if ((_rows[latch].Reason, _rows[latch].Actor) != (call.Reason, call.Actor))
        {
            Add("again", call);
        }

        return false;
    }

    public async Task<bool> ReleaseAsync(string accountLabel, string latch, string reason, string actor, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken);
        Audit.Add($"released {reason}");
        if (!IsEngaged(latch))
        {
            return false;
        }

        _rows[latch] = _rows[latch] with { Engaged = false };
        return true;
    }

    private void Add(string kind, LatchCall call)
    {
        _stored.Add(call.Id);
        Audit.Add(string.Create(CultureInfo.InvariantCulture, $"{kind} {call.Reason}"));
    }

    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Hanging is { } hanging)
        {
            await hanging.Task.WaitAsync(cancellationToken);
        }

        if (Away)
        {
            throw new NpgsqlException("away");
        }
    }
}
