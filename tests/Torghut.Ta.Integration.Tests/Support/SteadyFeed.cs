using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>Trades and quotes that go on until it is stopped: ten seconds of event time in a second, a bar of every symbol in each.</summary>
internal sealed class SteadyFeed : IAsyncDisposable
{
    private const long Second = 1_000_000_000;
    private static readonly string[] Symbols = ["AAPL", "MSFT", "BRK.B", "NVDA"];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Feeder _feeder;
    private readonly Task _running;
    private long _now = 1_710_163_770 * Second;
    private long _number;

    private SteadyFeed(Feeder feeder)
    {
        _feeder = feeder;
        _running = RunAsync();
    }

    public static async Task<SteadyFeed> StartAsync(TaSandbox sandbox) => new(await Feeder.OpenAsync(sandbox));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _feeder.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _feeder.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                SendSecond();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: what was sent is what there is.
        }
    }

    private void SendSecond()
    {
        _now += Second;
        foreach (var symbol in Symbols)
        {
            var ts = _now + (++_number % 900 * 1_000_000);
            var price = 100 + (_number % 37 * 0.01);
            _feeder.Send(new OracleTrade(symbol, ts, _number, _number, ts, _number, "V", price, 10, "@", 'C'));
            _feeder.Send(new OracleQuote(symbol, ts, _number, _number, ts, price - 0.01, 1, price + 0.01, 2));
        }
    }
}
