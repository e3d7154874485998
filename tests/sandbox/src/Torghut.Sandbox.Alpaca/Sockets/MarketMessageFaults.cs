using Torghut.Sandbox.Alpaca.Faults;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Faults of single market-data messages: sent twice, after their successor, or late. Market's thread only.</summary>
internal sealed class MarketMessageFaults(FaultPanel faults, TimeProvider time)
{
    private readonly List<(MarketSession Session, long DueAt, byte[] Message)> _late = [];
    private int _held;

    /// <summary>Whether messages need to be looked at one by one.</summary>
    public bool Active { get; private set; }

    public void Append(MarketSession session, StreamChannel channel, string symbol, ReadOnlySpan<byte> message)
    {
        string? Attribute(string key) => key switch { "symbol" => symbol, "channel" => channel.ToString().ToLowerInvariant(), _ => null };
        if (faults.Take(FaultKinds.MarketLate, Attribute) is { } late)
        {
            var delay = TimeSpan.FromMilliseconds(late.Integer("milliseconds", 1000));
            _late.Add((session, time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency), message.ToArray()));
            return;
        }

        if (session.Held is null && faults.Take(FaultKinds.MarketReorder, Attribute) is not null)
        {
            session.Held = message.ToArray();
            _held++;
            return;
        }

        session.Frames.Append(message);
        if (faults.Take(FaultKinds.MarketDuplicate, Attribute) is not null)
        {
            session.Frames.Append(message);
        }

        if (session.Held is { } held)
        {
            session.Frames.Append(held);
            session.Held = null;
            _held--;
        }
    }

    /// <summary>Sends what is due, and learns whether there is still anything to do.</summary>
    public void Release(MarketSession session)
    {
        var now = time.GetTimestamp();
        foreach (var (_, _, message) in _late.Where(l => l.Session == session && l.DueAt <= now))
        {
            session.Frames.Append(message);
        }

        _late.RemoveAll(l => l.Session == session && l.DueAt <= now);
        Active = _held > 0 || faults.Has(FaultKinds.MarketLate) || faults.Has(FaultKinds.MarketReorder) || faults.Has(FaultKinds.MarketDuplicate);
    }
}
