using Torghut.Common.Hosting;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Safety;

/// <summary>
/// Looks for orders of ours that arrive at the broker after a stop: from a process that stood still, an instance of a version before, bytes that were on their
/// way. Each is counted and raised, and what works of them is cancelled. Needs the broker and nothing else. Orders of others are left to those who sent them:
/// somebody may be closing positions by hand.
/// </summary>
internal sealed class LateOrderWatch(
    SafetyLatches latches, EmergencyStop stop, StopBroker broker, TradingMetrics metrics, TimeProvider time, ILogger<LateOrderWatch> logger)
    : IServiceLoop
{
    private const int PageSize = 500;
    private const int IdLength = 64;

    /// <summary>Found within one of these, cancelled with the next request: an order lives for less than two seconds after a stop.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(750);

    /// <summary>How far back a look begins: an order may become visible a little after it was submitted.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset? _after;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failing = false;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await LookAsync(cancellationToken);
                failing = false;
            }
            catch (BrokerException failure)
            {
                if (!failing)
                {
                    TradingLog.LateOrdersUnseen(logger, failure.Message);
                }

                failing = true;
            }
        }
    }

    /// <summary>One look, if a stop is engaged whose mass cancel has seen the book empty: until then that one cancels what comes.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!latches.EmergencyStop)
        {
            _after = null;
            _seen.Clear();
            return;
        }

        if (stop.LastMassCancel.State != MassCancelStatus.BookEmpty)
        {
            return;
        }

        var first = _after is null;
        _after ??= await MarketTimeAsync(cancellationToken) - Overlap;
        var orders = _after is null
            ? await broker.Broker.ListOpenAsync(cancellationToken)
            : await broker.Broker.ListAfterAsync(_after, PageSize, cancellationToken);
        var late = orders.Where(order => _seen.Add(order.OrderId) && IsOurs(order) && (!first || IsWorking(order))).ToList();
        foreach (var order in late)
        {
            metrics.LateOrder();
            TradingLog.LateOrder(logger, order.ClientOrderId, order.Side, order.Symbol, order.Status);
        }

        if (late.Exists(IsWorking))
        {
            stop.MassCancelAgain();
        }

        if (orders.Max(order => order.SubmittedAt) is { } newest && newest - Overlap > _after)
        {
            _after = newest - Overlap;
        }
    }

    /// <summary>Null while the broker's clock is not believed: what works is in the list of open orders, whatever time it is.</summary>
    private async Task<DateTimeOffset?> MarketTimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await broker.Broker.GetClockAsync(cancellationToken)).Now;
        }
        catch (BrokerException failure) when (failure.IsTransient)
        {
            return null;
        }
    }

    /// <summary>By its id alone, whichever process sent it and whether or not Postgres can say: a decision's hash is our client order id.</summary>
    private static bool IsOurs(BrokerOrder order) => order.ClientOrderId.Length == IdLength && order.ClientOrderId.All(char.IsAsciiHexDigitLower);

    private static bool IsWorking(BrokerOrder order) => !BrokerStatus.IsTerminal(order.Status);
}
