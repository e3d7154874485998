using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Common.Health;
using Torghut.Common.Hosting;

namespace Torghut.Trading.LeanRunner;

/// <summary>Ready while the broker answers with our credentials.</summary>
internal sealed class BrokerProbe(IAlpacaTradingClient client, TimeProvider time) : IServiceLoop, IReadiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile string? _fault = "not_asked_yet";

    public ReadinessReport Current => ReadinessReport.Of(_fault, ("broker_answers", _fault is null));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await client.GetClockAsync(cancellationToken);
                _fault = null;
            }
            catch (AlpacaApiException failure)
            {
                _fault = failure.IsTransient ? "broker_unreachable" : "broker_refused";
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
