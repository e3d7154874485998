using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A broker that refuses to close a position, and a strategy that wants to close it again and again.</summary>
public sealed class ExitRefusalTests
{
    private const int Signals = 6;
    private const string Sells = "SELECT count(*) FROM trade_decisions WHERE action = 'sell'";
    private const string Refused = $"{Sells} AND status = 'broker_rejected'";
    private const string Withheld = $"{Sells} AND status = 'withheld' AND status_reason = 'refusal_back_off'";

    private static readonly object RefusalAfterAcceptance = new { kind = "order_reject", match = new { side = "sell" } };
    private static readonly object Refusal = new { kind = "rest_error", when = "before", status = 403, match = new { method = "POST", path = "/v2/orders" } };

    [Test]
    [Category("Long")]
    public async Task Exit_RefusedForEverySignal_BacksOffAlsoOverARestart()
    {
        await using var stack = await TradingStack.CreateAsync();

        // On a busy machine the last of them would be too old before its turn.
        stack.Environment["TRADING_SIGNAL_MAX_AGE_SECONDS"] = "600";
        await stack.StartAsync();
        var at = await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Broker.FaultAsync(Refusal);

        // Until the new position is seen, its exit would be a short.
        var sent = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                await stack.Tables.SellAsync("AAPL", at.AddMilliseconds(++sent));
                return await stack.QueryAsync<long>(Refused) > 0;
            },
            "an exit is refused");

        // The pause does not end, however slow the machine; one exit may be on its way meanwhile.
        await stack.ExecuteAsync("UPDATE trade_decisions SET claimed_at = now() + interval '1 hour' WHERE status = 'broker_rejected'");
        var refused = await stack.QueryAsync<long>(Refused);
        for (var signal = 1; signal <= Signals; signal++)
        {
            await stack.Tables.SellAsync("AAPL", at.AddMilliseconds(sent + signal));
        }

        await stack.CountsAsync($"{Sells} AND status IN ('withheld', 'broker_rejected') AND signal_event_ts > '{at.AddMilliseconds(sent):O}'", Signals);
        Assert.That(await stack.QueryAsync<long>(Refused), Is.InRange(refused, refused + 1), "during the pause none leaves");
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"exit_refused\""), "somebody is told");
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain($"torghut_trading_exits_refused_total {await stack.QueryAsync<long>(Refused)}\n"));

        // The pause outlives a restart.
        await stack.ExecuteAsync("UPDATE trade_decisions SET claimed_at = now() + interval '1 hour' WHERE status = 'broker_rejected'");
        await stack.Process.KillAsync();
        await stack.StartAsync();
        var before = await stack.QueryAsync<long>(Withheld);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync(Withheld, before + 1);

        // An entry of another symbol, and once the broker takes it the exit itself, are none of its business.
        await stack.Broker.ClearFaultsAsync();
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND status = 'filled'", 1);
        await stack.ExecuteAsync("UPDATE trade_decisions SET claimed_at = now() - interval '1 minute' WHERE status = 'broker_rejected'");
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
    }

    /// <summary>The broker takes the order and says in an update that it has refused it: as much of a refusal as one in its answer.</summary>
    [Test]
    [Category("Long")]
    public async Task Exit_RefusedAfterItWasTaken_IsToldAndBacksOff()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Broker.FaultAsync(RefusalAfterAcceptance);
        await Eventually.HoldsAsync(
            async () =>
            {
                await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
                return await stack.QueryAsync<long>($"{Refused} AND status_reason = 'rejected'") > 0;
            },
            "the exit is refused after it was taken");
        await stack.ExecuteAsync("UPDATE trade_decisions SET claimed_at = now() + interval '1 hour' WHERE status = 'broker_rejected'");
        await Eventually.HoldsAsync(
            async () => (await stack.TextAsync("/metrics")).Contains(
                $"torghut_trading_exits_refused_total {await stack.QueryAsync<long>(Refused)}\n", StringComparison.Ordinal),
            "each is counted");
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"exit_refused\""), "somebody is told");
        await Eventually.HoldsAsync(
            async () =>
            {
                await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
                return await stack.QueryAsync<long>(Withheld) > 0;
            },
            "the next waits");
    }
}
