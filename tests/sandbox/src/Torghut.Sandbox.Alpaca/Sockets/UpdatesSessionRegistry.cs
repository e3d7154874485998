using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Faults;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Gives trade updates to the connections that listen, in the order in which the broker makes them unless a fault says otherwise.</summary>
internal sealed class UpdatesSessionRegistry(FaultPanel faults, TimeProvider time, CancellationToken cancellationToken)
{
    private static readonly TimeSpan ReorderTimeout = TimeSpan.FromSeconds(1);

    private ImmutableArray<UpdatesSession> _sessions = [];
    private JsonObject? _held;

    public ImmutableArray<UpdatesSession> Sessions => _sessions;

    public void Add(UpdatesSession session) => ImmutableInterlocked.Update(ref _sessions, list => list.Add(session));

    public void Remove(UpdatesSession session) => ImmutableInterlocked.Update(ref _sessions, list => list.Remove(session));

    /// <summary>Called under the broker's lock.</summary>
    public void Publish(TradeEvent happened, JsonObject data)
    {
        var message = new JsonObject { ["stream"] = "trade_updates", ["data"] = data };
        string? Attribute(string key) => key switch
        {
            "event" => happened.Event,
            "symbol" => happened.Order.Symbol.Name,
            "client_order_id" => happened.Order.ClientOrderId,
            _ => null,
        };
        if (faults.Take(FaultKinds.UpdatesDrop, Attribute) is not null)
        {
            return;
        }

        if (faults.Take(FaultKinds.UpdatesLate, Attribute) is { } late)
        {
            SendLater(message, TimeSpan.FromMilliseconds(late.Integer("milliseconds", 1000)));
            return;
        }

        if (faults.Take(FaultKinds.UpdatesReorder, Attribute) is not null && Interlocked.CompareExchange(ref _held, message, null) is null)
        {
            ReleaseLater();
            return;
        }

        Send(message);
        if (faults.Take(FaultKinds.UpdatesDuplicate, Attribute) is not null)
        {
            Send(message);
        }

        ReleaseHeld();
    }

    private void Send(JsonObject message)
    {
        foreach (var session in _sessions)
        {
            session.Deliver(message);
        }
    }

    private void ReleaseHeld()
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            Send(held);
        }
    }

    private void SendLater(JsonObject message, TimeSpan delay) =>
        _ = Task.Delay(delay, time, cancellationToken)
        .ContinueWith(_ => Send(message), cancellationToken, TaskContinuationOptions.NotOnCanceled, TaskScheduler.Default);

    // Without a successor a held update would never come.
    private void ReleaseLater() =>
        _ = Task.Delay(ReorderTimeout, time, cancellationToken)
        .ContinueWith(_ => ReleaseHeld(), cancellationToken, TaskContinuationOptions.NotOnCanceled, TaskScheduler.Default);
}
