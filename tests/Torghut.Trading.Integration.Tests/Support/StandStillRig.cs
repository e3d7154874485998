using System.Globalization;
using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Drills;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>
/// Two instances on one account. The first stops itself at a point between the claim and the bytes of an order and is woken by the test; what it does then is
/// read from the broker's ledger.
/// </summary>
internal sealed class StandStillRig : IAsyncDisposable
{
    /// <summary>The bytes have been written: the broker has them.</summary>
    private const string Written = "written";

    /// <summary>Where the first instance comes to a stand, in the order in which an order comes by.</summary>
    public static readonly IReadOnlyList<string> Points =
        [FailpointNames.ClaimCommitSent, FailpointNames.ClaimCommitted, FailpointNames.LastCheckPassed, Written];

    private const string Unsettled = "SELECT count(*) FROM trade_decisions WHERE status IN ('planned', 'approved', 'submitting', 'unknown')";
    private const int Halt = 19;
    private const int Continue = 18;
    private const int MostStops = 400;

    /// <summary>Longer than an order may take from its last check to its bytes.</summary>
    private static readonly TimeSpan Stand = TimeSpan.FromMilliseconds(400);

    /// <summary>Long enough for a request that should not leave to be seen.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(600);

    /// <summary>From a signal to the point.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(20);

    /// <summary>K2 for an order that arrives after the stop.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2);

    private readonly TradingStack _stack;
    private readonly string _point;
    private readonly ServiceProcess _first;
    private readonly ServiceProcess _second;
    private readonly string _firstPort;
    private readonly string _secondPort;
    private readonly List<string> _faults = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _waking;
    private volatile bool _mayStand;

    private StandStillRig(TradingStack stack, string point, (ServiceProcess Process, string Port) first, (ServiceProcess Process, string Port) second)
    {
        (_stack, _point, (_first, _firstPort), (_second, _secondPort)) = (stack, point, first, second);
        _waking = KeepAwakeAsync();
    }

    /// <summary>What was wrong, one line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Rounds that stood still where they were meant to.</summary>
    public int Stood { get; private set; }

    /// <param name="point">One of <see cref="Points"/>.</param>
    public static async Task<StandStillRig> CreateAsync(string point)
    {
        var stack = await RestingOrders.CreateAsync();
        stack.Environment["TRADING_LEASE_TTL_MS"] = "2000";
        stack.Environment["TRADING_RECONCILE_MS"] = "500";
        stack.Environment["TRADING_BROKER_TIMEOUT_MS"] = "1000";
        if (point != Written)
        {
            stack.Arm(string.Join(',', Enumerable.Range(1, MostStops).Select(hit => $"{point}=stop@{hit}")));
        }

        await stack.StartAsync();
        var first = (stack.Process, stack.Environment["TRADING_PORT"]);
        stack.Disarm();
        var rig = new StandStillRig(stack, point, first, (stack.Launch(), stack.Environment["TRADING_PORT"]));
        await Eventually.HoldsAsync(async () => await rig.GatesAsync() is not null, "the second instance answers");
        return rig;
    }

    /// <summary>One order that comes to a stand while something happens.</summary>
    public async Task RoundAsync(StandStill happens)
    {
        await FirstHoldsTheLeaseAsync();
        var mark = await LastEntryAsync();
        var token = await _stack.QueryAsync<long>("SELECT token FROM trading_lease");
        _mayStand = true;
        await RestingOrders.FeedAsync(_stack, 1);
        if (!await StandsAsync(mark))
        {
            _mayStand = false;
            return;
        }

        Stood++;
        var stoodFrom = Now();
        DateTimeOffset? stopped = null;
        if (happens.HasFlag(StandStill.Stopped))
        {
            Ask(_secondPort);
            await Eventually.HoldsAsync(
                async () => await PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" }) == 202,
                "everything is stopped");
            stopped = Now();
        }

        if (happens.HasFlag(StandStill.TakenOver))
        {
            await Eventually.HoldsAsync(async () => await OwnerAsync() == _second.Id, "the other instance takes over");
        }
        else
        {
            await Task.Delay(Stand, TimeProvider.System);
        }

        // What the successor sends is its own: it is let finish before the sleeper wakes.
        if (happens == StandStill.TakenOver)
        {
            await Eventually.HoldsAsync(async () => await _stack.QueryAsync<long>(Unsettled) == 0, "the successor sent the order");
        }

        var woken = Now();
        _mayStand = false;
        await Task.Delay(Watch, TimeProvider.System);
        await JudgeAsync(mark, token, happens, stoodFrom, woken, stopped);
        if (stopped is not null)
        {
            await RearmAsync();
        }
    }

    /// <summary>By the broker's ledger: no order twice.</summary>
    public async Task EndAsync()
    {
        var accepted = (await _stack.Broker.LedgerAsync("order_event")).Where(entry => entry.GetProperty("event").GetString() == "new")
            .Select(entry => entry.TryGetProperty("client_order_id", out var id) ? id.GetString() : null).Where(id => id is not null);
        _faults.AddRange(accepted.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => $"order {same.Key} was accepted {same.Count()} times"));
        var orders = await _stack.Broker.OrdersAsync();
        _faults.AddRange(
            orders.GroupBy(order => order.ClientOrderId).Where(same => same.Count() > 1).Select(same => $"{same.Key} exists {same.Count()} times"));
        await SafetyOracle.HoldsAsync(_stack);
    }

    public async ValueTask DisposeAsync()
    {
        _mayStand = false;
        await _over.CancelAsync();
        await _waking;
        _over.Dispose();
        _first.SendSignal(Continue);
        _second.SendSignal(Continue);
        await _stack.DisposeAsync();
    }

    /// <summary>Waits until the first instance stands still at its point; false when it never came there.</summary>
    private async Task<bool> StandsAsync(long mark)
    {
        try
        {
            if (_point == Written)
            {
                await Eventually.HoldsAsync(async () => (await RequestsAsync(mark)).Count > 0, "the request arrives", LongestWay);
                _first.SendSignal(Halt);
            }

            await Eventually.HoldsAsync(() => _first.IsStopped, "the first instance stands still", LongestWay);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Lets the first instance go on wherever it stops itself, unless it is to stand.</summary>
    private async Task KeepAwakeAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        try
        {
            do
            {
                if (!_mayStand && _first.IsStopped)
                {
                    _first.SendSignal(Continue);
                }
            }
            while (await timer.WaitForNextTickAsync(_over.Token));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>The answer's status; 0 while the instance that is asked does not answer.</summary>
    private async Task<int> PostAsync(string path, string token, object body)
    {
        try
        {
            return (await _stack.PostAsync(path, token, body)).Status;
        }
        catch (Exception standing) when (standing is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    private async Task JudgeAsync(long mark, long token, StandStill happens, DateTimeOffset stoodFrom, DateTimeOffset woken, DateTimeOffset? stopped)
    {
        var requests = (await _stack.Broker.LedgerAsync(mark)).Where(IsOrder)
            .Select(entry => (Id: entry.GetProperty("client_order_id").GetString()!, At: At(entry))).ToList();
        foreach (var (id, at) in requests.Where(request => request.At > (stopped ?? woken) && request.At > stoodFrom))
        {
            // What the successor claimed is its own, unless it is sent once more.
            var claimedBy = await _stack.QueryAsync<long>($"SELECT claim_token FROM trade_decisions WHERE decision_hash = '{id}'");
            if (stopped is not null || claimedBy == token || requests.Count(request => request.Id == id) > 1)
            {
                _faults.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{_point} × {happens}: {id} came {(at - woken).TotalMilliseconds:0} ms after waking, claimed under {claimedBy}, slept under {token}"));
            }
        }

        if (stopped is null)
        {
            return;
        }

        // Whatever was accepted lives no longer than two seconds from the later of its arrival and the stop.
        try
        {
            await Eventually.HoldsAsync(
                async () => await RestingOrders.OpenAsync(_stack) == 0,
                "the book is empty",
                LongestLife + Watch);
        }
        catch (TimeoutException)
        {
            _faults.Add($"{_point} × {happens}: an order works {LongestLife.TotalSeconds:0} s after the stop");
        }
    }

    private async Task FirstHoldsTheLeaseAsync()
    {
        if (await OwnerAsync() != _first.Id)
        {
            _second.SendSignal(Halt);
            await Eventually.HoldsAsync(async () => await OwnerAsync() == _first.Id, "the first instance has the lease again");
            _second.SendSignal(Continue);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                Ask(_firstPort);
                return await GatesAsync() is { } gates && gates.GetProperty("orders_may_leave").GetBoolean();
            },
            "orders may leave");
    }

    /// <summary>Null while the instance that is asked does not answer.</summary>
    private async Task<JsonElement?> GatesAsync()
    {
        try
        {
            return (await _stack.StatusAsync()).GetProperty("gates");
        }
        catch (Exception standing) when (standing is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task RearmAsync()
    {
        var body = new { latch = "emergency_stop", reason = "the round is over", actor = "tester", confirm = "REARM paper" };
        foreach (var port in new[] { _secondPort, _firstPort })
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    Ask(port);
                    return await PostAsync("/trading/rearm", TradingStack.RearmToken, body) == 200;
                },
                "re-armed");
        }
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private void Ask(string port) => _stack.Environment["TRADING_PORT"] = port;

    private async Task<int> OwnerAsync() => int.Parse(
        await _stack.QueryAsync<string>("SELECT CASE WHEN expires_at > clock_timestamp() THEN split_part(owner, '/', 2) ELSE '0' END FROM trading_lease"),
        CultureInfo.InvariantCulture);

    private async Task<long> LastEntryAsync() => (await _stack.Broker.LedgerAsync()).Select(entry => entry.GetProperty("seq").GetInt64()).LastOrDefault();

    /// <summary>Machine times at which order requests arrived.</summary>
    private async Task<IReadOnlyList<DateTimeOffset>> RequestsAsync(long mark) =>
        [.. (await _stack.Broker.LedgerAsync(mark)).Where(IsOrder).Select(At)];

    private static DateTimeOffset At(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();

    private static bool IsOrder(JsonElement entry) => entry.GetProperty("kind").GetString() == "request" && entry.GetProperty("method").GetString() == "POST"
        && entry.GetProperty("path").GetString() == "/v2/orders";
}
