using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Sockets;

namespace Torghut.Sandbox.Alpaca.Control;

/// <summary>Faults that strike the open connections of the trading stream at once.</summary>
internal sealed class UpdatesFaultInjector(UpdatesSessionRegistry registry)
{
    /// <summary>Strikes; gives the number of connections hit.</summary>
    public async Task<int> InjectAsync(Fault fault, CancellationToken cancellationToken)
    {
        var sessions = registry.Sessions;
        foreach (var session in sessions)
        {
            if (fault.Kind == FaultKinds.UpdatesError)
            {
                await session.SendAsync(UpdatesEndpoint.Error(fault.Text("message", "internal server error")), cancellationToken);
            }

            var cut = fault.Kind == FaultKinds.UpdatesDisconnect && fault.Text("mode", "abort") != "close";
            await session.Outbox.SendAsync(cut ? OutboundFrame.Cut([]) : OutboundFrame.Close, cancellationToken);
        }

        return sessions.Length;
    }
}
